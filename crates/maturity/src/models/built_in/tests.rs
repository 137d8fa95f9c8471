//! The built-in models: no problem in them, the counts and scores worked out by hand. Their documentation: `mapping`.

mod mapping;

use std::collections::BTreeSet;

use blaupause_kernel::{Language, Level, Rational, Slug};
use rstest::rstest;

use super::*;
use crate::{Answer, Answers, EvidenceRule, Model, Outcome, ProviderLevels, Subject, SubjectProfile, score};

fn built_in(id: &str) -> Model {
    let (_, yaml) = builtin_models().iter().find(|(known, _)| *known == id).unwrap();
    Model::read(yaml).unwrap()
}

/// Every indicator at one level, but those named at another.
fn scored(model: &Model, common: i64, other: &[&str], at: i64) -> Outcome {
    let answers = model.indicators().into_iter().map(|(dimensions, indicator)| {
        let named = other.contains(&indicator.id.as_str()) || other.contains(&dimensions[0].id.as_str());
        let value = Rational::from_int(if named { at } else { common });
        (indicator.id.clone(), Answer::Level { value })
    });
    let profile = SubjectProfile::Unit { level: Level::Municipality, size_class: None };
    let hash = model.hash().unwrap();
    score(model, hash, &profile, &Answers(answers.collect()), &ProviderLevels::default()).unwrap()
}

fn stage(outcome: &Outcome) -> &str {
    outcome.stage.as_ref().unwrap().id.as_str()
}

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

#[rstest]
#[case("kommune-digital", Subject::Municipality)]
#[case("it-dienstleister", Subject::Provider)]
fn explains_the_levels_0_to_5_in_both_languages(#[case] id: &str, #[case] subject: Subject) {
    let model = built_in(id);
    assert_eq!(model.subject, subject);
    assert!(!model.indicators().is_empty());
    for (_, indicator) in model.indicators() {
        let values: Vec<_> = indicator.levels.iter().map(|l| l.value.to_string()).collect();
        assert_eq!(values, ["0", "1", "2", "3", "4", "5"], "{}", indicator.id);
        for level in &indicator.levels {
            assert!(Language::ALL.iter().all(|l| level.text.has(*l)), "{} {}", indicator.id, level.value);
        }
    }
}

/// Two people choose the same level only if it can be counted or looked up.
#[rstest]
#[case("kommune-digital")]
#[case("it-dienstleister")]
fn levels_state_facts_not_impressions(#[case] id: &str) {
    let vague =
        ["weitgehend", "teilweise", "überwiegend", "angemessen", "ausreichend", "in der regel", "umfassend"];
    for (_, indicator) in built_in(id).indicators() {
        let texts: BTreeSet<_> = indicator.levels.iter().map(|l| l.text.get(Language::De)).collect();
        assert_eq!(texts.len(), indicator.levels.len(), "{}: two levels read the same", indicator.id);
        for text in texts {
            let lower = text.to_lowercase();
            assert!(!vague.iter().any(|word| lower.contains(word)), "{}: {text}", indicator.id);
        }
    }
}

/// A town hall answers without anybody to ask: each question explains itself and says what proves the answer.
#[test]
fn kommune_digital_explains_every_question_and_names_a_proof() {
    for (_, indicator) in built_in("kommune-digital").indicators() {
        assert!(indicator.help.is_some(), "{}: no help", indicator.id);
        let proof = indicator.evidence.as_ref().unwrap_or_else(|| panic!("{}: no proof", indicator.id));
        assert_ne!(proof.rule, EvidenceRule::None, "{}", indicator.id);
        assert!(proof.text.is_some(), "{}: a proof without a name", indicator.id);
    }
}

#[test]
fn it_dienstleister_has_57_indicators_in_11_dimensions() {
    let model = built_in("it-dienstleister");
    let counts: Vec<_> = model.dimensions.iter().map(|d| (d.id.as_str(), d.indicators.len())).collect();
    let expected = [
        ("mobile-arbeit", 4),
        ("vereinbarungen-regeln", 4),
        ("ablaeufe-wissen", 4),
        ("fuehrung-zusammenhalt", 6),
        ("personal", 4),
        ("kapazitaet", 5),
        ("ausstattung-kunden", 4),
        ("baukasten", 8),
        ("begleitung", 7),
        ("pilotprojekte-blaupausen", 6),
        ("krisenvorsorge-sicherheit", 5),
    ];
    // In the order of the file: 4 + 4 + 4 + 6 + 4 + 5 + 4 + 8 + 7 + 6 + 5 = 57.
    assert_eq!(counts, expected);
}

/// A provider has no level of administration and no size class: a condition on them could not be met.
#[test]
fn it_dienstleister_asks_everybody_everything() {
    for (_, indicator) in built_in("it-dienstleister").indicators() {
        assert!(indicator.applies_to.is_everybody(), "{}", indicator.id);
    }
}

/// A name means one indicator: documents and reports name them without their model.
#[test]
fn no_two_built_in_models_share_an_indicator_id() {
    let mut seen = BTreeSet::new();
    for (id, _) in builtin_models() {
        for (_, indicator) in built_in(id).indicators() {
            assert!(seen.insert(indicator.id.clone()), "{id}: {} is taken", indicator.id);
        }
    }
}

#[rstest]
// A weighted mean of equal values is that value, whatever the weights.
#[case(0, &[], 0, "0", "beginnend")]
#[case(1, &[], 0, "1", "beginnend")]
#[case(2, &[], 0, "2", "grundlegend")]
#[case(3, &[], 0, "3", "gesichert")]
#[case(4, &[], 0, "4", "vernetzt")]
#[case(5, &[], 0, "5", "vorreiter")]
// One dimension: weight 2 of 2+2+2+1+2+2+1+3+3+2+2 = 22; 5 * 2/22 = 5/11.
#[case(0, &["personal"], 5, "5/11", "beginnend")]
// One indicator: weight 3 of 3+3+2+1 = 9 in a dimension of 2 of 22; 3 * 3/9 * 2/22 = 1/11.
#[case(0, &["fernzugang-beschaeftigte"], 3, "1/11", "beginnend")]
// Weight 2 of 2+3+2+2+1+1+2 = 13 in a dimension of 3 of 22; 4 - 3 * 2/13 * 3/22 = 4 - 9/143 = 563/143. The score is
// enough for `vernetzt`, but the processing agreement is a gate of `gesichert`.
#[case(4, &["leistungszusagen"], 1, "563/143", "grundlegend")]
// A gate on a dimension: 5 - 2 * 2/22 = 53/11 is enough for `vorreiter`, but crisis readiness at 3 of 4 is not.
#[case(5, &["krisenvorsorge-sicherheit"], 3, "53/11", "vernetzt")]
fn it_dienstleister_scores_as_worked_out_by_hand(
    #[case] common: i64,
    #[case] other: &[&str],
    #[case] at: i64,
    #[case] expected: &str,
    #[case] reached: &str,
) {
    let outcome = scored(&built_in("it-dienstleister"), common, other, at);
    assert_eq!(outcome.score.as_ref().unwrap().exact.to_string(), expected);
    assert_eq!(stage(&outcome), reached);
}

#[test]
fn it_dienstleister_names_the_gate_that_holds_back() {
    let outcome = scored(&built_in("it-dienstleister"), 4, &["leistungszusagen"], 1);
    let blocking = outcome.blocking.unwrap();
    assert_eq!(blocking.stage.id.as_str(), "gesichert");
    assert!(blocking.threshold.is_none());
    let gates: Vec<_> = blocking.gates.iter().map(|g| g.node.clone()).collect();
    assert_eq!(gates, ["leistungszusagen".parse::<Slug>().unwrap()]);
}

/// What holds for a stage holds for every stage above it: a level once needed is never needed less.
#[test]
fn gates_of_it_dienstleister_rise_with_the_stages() {
    let model = built_in("it-dienstleister");
    for (lower, upper) in model.stages.iter().zip(model.stages.iter().skip(1)) {
        for gate in &upper.gates {
            let before = lower.gates.iter().find(|g| g.node == gate.node);
            assert!(before.is_none_or(|g| g.at_least <= gate.at_least), "{} {}", upper.id, gate.node);
        }
    }
}

/// The check of one file cannot see the other one.
#[test]
fn what_one_model_takes_from_the_other_is_there() {
    let (town, house) = (built_in("kommune-digital"), built_in("it-dienstleister"));
    let mut count = 0;
    for (_, indicator) in town.indicators() {
        for source in &indicator.by_provider {
            assert_eq!((&source.model, &source.version), (&house.id, &house.version), "{}", indicator.id);
            let theirs = house.indicator(&source.indicator).unwrap();
            assert!(
                source.levels.iter().all(|step| theirs.scale.contains(step.at_least)),
                "{}",
                indicator.id
            );
            count += 1;
        }
    }
    assert_eq!(count, 2, "serverkapazitaet and leistungsvereinbarung");
}
