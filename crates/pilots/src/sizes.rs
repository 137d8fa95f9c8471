//! The names of size classes in messages: the same as in JSON. What a class is, is territory's business.

use blaupause_territory::SizeClass;

/// The name of a size class in JSON.
pub(crate) fn size_name(class: SizeClass) -> &'static str {
    match class {
        SizeClass::RuralMunicipality => "ruralMunicipality",
        SizeClass::SmallerSmallTown => "smallerSmallTown",
        SizeClass::LargerSmallTown => "largerSmallTown",
        SizeClass::SmallerMediumTown => "smallerMediumTown",
        SizeClass::LargerMediumTown => "largerMediumTown",
        SizeClass::SmallerCity => "smallerCity",
        SizeClass::LargerCity => "largerCity",
    }
}

/// The name of a size class, or `unknown` for a unit without one.
pub(crate) fn size_or_unknown(class: Option<SizeClass>) -> &'static str {
    class.map_or("unknown", size_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_json() {
        for class in SizeClass::ALL {
            assert_eq!(serde_json::to_value(class).unwrap(), size_name(class));
        }
    }
}
