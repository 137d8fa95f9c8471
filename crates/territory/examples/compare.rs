//! Compares two states of the register and shows what happened to the municipalities that vanished.
//! Give two GV100AD files, or none to see a small made-up case.

use std::error::Error;

use blaupause_kernel::Date;
use blaupause_territory::changes::{ChangeList, compare};
use blaupause_territory::{Defect, Register, csv_units, gv100};

const BEFORE: &str = "ars;name;population;area_hectares
990010001001;Oberdorf;1000;500
990010001002;Unterdorf;2000;700
";
const AFTER: &str = "ars;name;population;area_hectares
990010001003;Neudorf;3050;1201
";

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let list = match files.as_slice() {
        [before, after] => compare(&official(before)?, &official(after)?),
        _ => compare(&made_up(BEFORE, "2020-01-01")?, &made_up(AFTER, "2022-01-01")?),
    };
    show(&list);
    Ok(())
}

fn official(path: &str) -> Result<Register, Box<dyn Error>> {
    gv100::read(&std::fs::read(path)?, &mut |_| {}).map_err(told)
}

fn made_up(csv: &str, state: &str) -> Result<Register, Box<dyn Error>> {
    csv_units::read(csv.as_bytes(), state.parse::<Date>()?).map_err(told)
}

fn told(defects: Vec<Defect>) -> Box<dyn Error> {
    defects.iter().map(Defect::to_string).collect::<Vec<_>>().join("\n").into()
}

fn show(list: &ChangeList) {
    println!("{} changes until {}", list.changes.len(), list.to);
    for proposal in &list.proposals {
        let state = if proposal.conclusive { "conclusive" } else { "open" };
        println!("{} {}: {state}, {:?}", proposal.predecessor, proposal.name, proposal.evidence.finding);
        for candidate in &proposal.candidates {
            println!("    {} {} (share {})", candidate.ars, candidate.name, candidate.share);
        }
    }
}
