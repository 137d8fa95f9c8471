//! The models that come with the product.

#[cfg(test)]
mod tests;

/// Id and YAML text of every model that comes with the product.
pub fn builtin_models() -> &'static [(&'static str, &'static str)] {
    &[
        ("kommune-digital", include_str!("../../models/kommune-digital.yaml")),
        ("it-dienstleister", include_str!("../../models/it-dienstleister.yaml")),
    ]
}
