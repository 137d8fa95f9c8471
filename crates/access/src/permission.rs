//! The one permission table: what each role may do, and how far that reaches.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A role, as the token carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Officer of a unit who answers assessments and works on adoptions (Sachbearbeitung).
    Editor,
    /// Officer of a unit who reviews, signs off and decides (Freigabe).
    Approver,
    /// Analyst of a provider, for all units it serves.
    Analyst,
    /// Consultant of a provider, who accompanies the units it serves (Beratung).
    Consultant,
    /// Keeps the provider's portfolio, pilots and blueprints (Portfolioverantwortung).
    CatalogManager,
    /// Reads everything, changes nothing (Revision).
    Auditor,
    /// Keeps the register, the providers and the models.
    Admin,
}

impl Role {
    /// Every role, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Editor,
        Self::Approver,
        Self::Analyst,
        Self::Consultant,
        Self::CatalogManager,
        Self::Auditor,
        Self::Admin,
    ];

    /// The name in tokens and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::Analyst => "analyst",
            Self::Consultant => "consultant",
            Self::CatalogManager => "catalogManager",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("`{text}` is not a role: {names}")
        })
    }
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Only what belongs to the actor's own unit.
    OwnUnit,
    /// Only what belongs to the actor's own provider or to a unit it serves.
    OwnProvider,
    /// Everything.
    All,
}

/// Writes the permissions, their scopes and the table in one place, so that none can be forgotten.
/// Columns: editor, approver, analyst, consultant, catalogManager, auditor, admin.
/// `u` own unit, `p` own provider and its service area, `x` everything, `-` nothing.
macro_rules! table {
    ($($(#[$doc:meta])* $name:ident $scope:literal : $e:tt $a:tt $n:tt $c:tt $m:tt $r:tt $d:tt;)*) => {
        /// Something an actor may be allowed to do. Reading published things needs none.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission { $($(#[$doc])* $name,)* }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The scope that gives this permission to a system (client credentials).
            pub const fn scope(self) -> &'static str {
                match self { $(Self::$name => $scope,)* }
            }

            /// How far the permission reaches for a role, if the role has it.
            pub const fn reach(self, role: Role) -> Option<Reach> {
                match self { $(Self::$name => match role {
                    Role::Editor => reach!($e), Role::Approver => reach!($a), Role::Analyst => reach!($n),
                    Role::Consultant => reach!($c), Role::CatalogManager => reach!($m),
                    Role::Auditor => reach!($r), Role::Admin => reach!($d),
                },)* }
            }
        }
    };
}

macro_rules! reach {
    (-) => {
        None
    };
    (u) => {
        Some(Reach::OwnUnit)
    };
    (p) => {
        Some(Reach::OwnProvider)
    };
    (x) => {
        Some(Reach::All)
    };
}

table! {
    //                                                        edi app ana con cat aud adm
    /// Import a register file.
    ImportRegister "register:write":                           -   -   -   -   -   -   x;
    /// See open successions and past imports of the register.
    ReadRegisterHistory "register:read":                       -   -   x   x   x   x   x;
    /// Decide which units succeeded a dissolved one.
    DecideSuccession "successions:write":                      -   -   -   -   -   -   x;
    /// Found a provider.
    CreateProvider "providers:create":                         -   -   -   -   -   -   x;
    /// Change a provider and its service area, which decides whose data the provider reads.
    ManageProvider "providers:write":                          -   -   -   -   -   -   x;
    /// Change what a provider offers.
    ManagePortfolio "portfolio:write":                         -   -   -   -   p   -   x;
    /// Publish a version of a maturity model.
    PublishModel "models:write":                               -   -   -   -   -   -   x;
    /// Read assessments, profile, gaps, recommendations and installations of a unit.
    ReadUnit "units:read":                                     u   u   p   p   p   x   -;
    /// Begin an assessment, answer it and submit it.
    EditAssessment "assessments:write":                        u   -   -   -   -   -   -;
    /// Review, return and sign off an assessment.
    ReviewAssessment "assessments:review":                     -   u   -   -   -   -   -;
    /// Read assessments, profile, gaps and trend of a provider itself.
    ReadProvider "provider-assessments:read":                  -   -   p   p   p   x   -;
    /// Begin an assessment of a provider, answer it and submit it.
    EditProviderAssessment "provider-assessments:write":       -   -   p   p   -   -   -;
    /// Review, return and sign off an assessment of a provider.
    ReviewProviderAssessment "provider-assessments:review":    -   -   -   -   p   -   -;
    /// Answer what one is asked as a respondent of an assessment.
    AnswerInvitation "invitations:answer":                     u   u   p   p   p   -   -;
    /// Record which modules run in a unit.
    EditInstallations "installations:write":                   u   -   -   p   p   -   -;
    /// State what equipment units have.
    EditEquipment "equipment:write":                           u   u   -   p   -   -   -;
    /// Open orders that units place together, and end them.
    ManageOrders "orders:write":                               -   -   -   p   p   -   -;
    /// Commit a unit to an order, which binds it.
    CommitToOrders "orders:commit":                            -   u   -   -   -   -   -;
    /// Say what capacity a provider has, and what more of it can be had.
    ManageCapacity "capacity:write":                           -   -   -   p   p   -   -;
    /// State which rules on working elsewhere, private devices and video tools are in force.
    EditRules "rules:write":                                   u   u   -   p   -   -   -;
    /// Have crisis scenarios of a provider calculated and kept.
    RunScenarios "scenarios:write":                            -   -   p   p   p   -   -;
    /// Accompany units: goals, visits, notes, questions and the next step.
    AccompanyUnits "engagements:write":                        -   -   -   p   -   -   -;
    /// Ask and answer in the accompaniment of a unit.
    AskInEngagement "engagements:ask":                         u   u   -   p   -   -   -;
    /// Write bulletins and send them to review.
    WriteBulletins "bulletins:write":                          -   -   -   p   p   -   -;
    /// Publish, correct and withdraw bulletins, as the second person.
    PublishBulletins "bulletins:publish":                      -   -   -   p   p   -   -;
    /// Read bulletins that are not published yet.
    ReadBulletinDrafts "bulletins:read":                       -   -   -   p   p   x   -;
    /// Offer trainings and consultings and onboarding programmes, note who came.
    ManageOffers "offers:write":                               -   -   -   p   p   -   -;
    /// Register a unit for trainings and consultings.
    RegisterForOffers "offers:register":                       u   u   -   p   -   -   -;
    /// Begin onboardings of people of a unit and work on them.
    RunOnboardings "onboardings:write":                        u   u   -   p   -   -   -;
    /// Create modules and publish their versions.
    ManageModules "modules:write":                             -   -   -   -   p   -   -;
    /// Make minimum standards, publish their versions and say from when on they hold.
    ManageStandards "standards:write":                         -   -   -   -   p   -   -;
    /// Import lists of the services that there are.
    ImportServices "services:write":                           -   -   -   -   -   -   x;
    /// Import code lists.
    ImportCodeLists "code-lists:write":                        -   -   -   -   -   -   x;
    /// Register pilots, move them on and write their experience reports.
    ManagePilots "pilots:write":                               -   -   -   p   p   -   -;
    /// Register the interest of a unit in a pilot that seeks partners.
    AnswerCalls "pilot-calls:answer":                          u   u   -   p   -   -   -;
    /// Write blueprints and send them to review.
    WriteBlueprints "blueprints:write":                        -   -   -   p   p   -   -;
    /// Publish blueprints and make them the standard.
    PublishBlueprints "blueprints:publish":                    -   -   -   -   p   -   -;
    /// Read blueprints that are not published yet.
    ReadBlueprintDrafts "blueprints:read":                     -   -   p   p   p   x   -;
    /// Begin an adoption, plan it, work on its steps, pause and confirm it.
    WorkOnAdoption "adoptions:write":                          u   u   -   p   -   -   -;
    /// Verify or abandon an adoption.
    DecideAdoption "adoptions:decide":                         -   u   -   -   -   -   -;
    /// Have roadmaps made, for a unit or for all units of a provider.
    PlanRoadmaps "roadmaps:write":                             u   u   -   p   p   -   -;
    /// Read the results of all units that a provider serves at once, and cohorts of them.
    ReadServiceArea "service-areas:read":                      -   -   p   p   p   x   -;
    /// Keep questions about cohorts of a provider under an address of their own.
    SaveCohortQueries "cohort-queries:write":                  -   -   p   p   p   -   -;
    /// See which other systems are told what happens, and what they were told.
    ReadWebhooks "webhooks:read":                              u   u   -   -   p   x   -;
    /// Let other systems be told what happens.
    ManageWebhooks "webhooks:write":                           u   u   -   -   p   -   -;
    /// Calculate public figures over signed results and release them.
    ReleaseStatistics "statistics:release":                    -   -   -   -   -   -   x;
    /// Read the audit log.
    ReadAudit "audit:read":                                    -   -   -   -   -   x   -;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_names_read_back_and_scopes_are_unique() {
        for role in Role::ALL {
            assert_eq!(role.name().parse::<Role>().unwrap(), role);
        }
        let mut scopes: Vec<_> = Permission::ALL.iter().map(|p| p.scope()).collect();
        scopes.sort_unstable();
        scopes.dedup();
        assert_eq!(scopes.len(), Permission::ALL.len());
    }

    #[test]
    fn nobody_reviews_by_the_role_that_edits_and_admins_decide_nothing_for_a_unit() {
        for role in Role::ALL {
            for (edit, review) in [
                (Permission::EditAssessment, Permission::ReviewAssessment),
                (Permission::EditProviderAssessment, Permission::ReviewProviderAssessment),
            ] {
                assert!(edit.reach(role).is_none() || review.reach(role).is_none(), "{role}");
            }
        }
        let widens: Vec<_> =
            Role::ALL.into_iter().filter(|r| Permission::ManageProvider.reach(*r).is_some()).collect();
        assert_eq!(widens, [Role::Admin], "nobody lets the own provider read more units");
        assert_eq!(Permission::ReviewAssessment.reach(Role::Admin), None);
        assert_eq!(Permission::DecideAdoption.reach(Role::Admin), None);
    }
}
