//! What every validated text type has: conversions from and to text, and a schema.

/// Gives a validated text type its conversions from and to text and its schema, in one place so they cannot differ.
///
/// The type names its own error, and bounds its schema with `pattern` or `max_length`. The schema is there with the
/// feature `openapi` of the crate that uses this.
#[macro_export]
macro_rules! text_value {
    ($name:ident, $error:ty, $bound:ident($value:expr), $example:literal) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{self}")
            }
        }
        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .$bound(Some($value))
                    .examples([$example])
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}
