//! The models that come with the product.

/// Id and YAML text of every model that comes with the product.
pub fn builtin_models() -> &'static [(&'static str, &'static str)] {
    &[("kommune-digital", include_str!("../../models/kommune-digital.yaml"))]
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Language;

    use super::*;
    use crate::Model;

    #[test]
    fn every_built_in_model_reads_without_a_problem() {
        for (id, yaml) in builtin_models() {
            let model = Model::read(yaml).unwrap_or_else(|problems| {
                let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
                panic!("{id}:\n{}", lines.join("\n"))
            });
            assert_eq!(model.id.as_str(), *id);
            let json = serde_json::to_string(&model).unwrap();
            let back = Model::read(&json).unwrap();
            assert_eq!(back.hash().unwrap(), model.hash().unwrap(), "YAML and JSON are one document");
        }
    }

    #[test]
    fn kommune_digital_explains_the_levels_0_to_5_in_both_languages() {
        let (_, yaml) = builtin_models().iter().find(|(id, _)| *id == "kommune-digital").unwrap();
        let model = Model::read(yaml).unwrap();
        assert!(!model.indicators().is_empty());
        for (_, indicator) in model.indicators() {
            let values: Vec<_> = indicator.levels.iter().map(|l| l.value.to_string()).collect();
            assert_eq!(values, ["0", "1", "2", "3", "4", "5"], "{}", indicator.id);
            for level in &indicator.levels {
                assert!(Language::ALL.iter().all(|l| level.text.has(*l)), "{} {}", indicator.id, level.value);
            }
        }
    }
}
