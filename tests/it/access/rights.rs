//! Who may do what, written by hand from what the roles are for. The code's table is not read here.

use blaupause_access::Role;

/// Something that needs a permission.
pub struct Right {
    /// The scope that gives it to a system.
    pub scope: &'static str,
    /// A letter per role: editor, approver, analyst, consultant, catalogManager, auditor, admin.
    /// `u` own unit, `p` own provider and whom it serves, `x` everywhere, `-` never.
    letters: &'static str,
}

impl Right {
    /// How far the right of a role goes.
    pub fn letter(&self, role: Role) -> char {
        let column = Role::ALL.iter().position(|r| *r == role).unwrap();
        self.letters.chars().filter(|c| *c != ' ').nth(column).unwrap()
    }
}

macro_rules! rights {
    ($($name:ident $scope:literal $letters:literal;)*) => {
        $(pub const $name: Right = Right { scope: $scope, letters: $letters };)*
        /// All of them.
        pub const RIGHTS: &[Right] = &[$($name,)*];
    };
}

rights! {
    //                                              edi app ana con cat aud adm
    IMPORT_REGISTER      "register:write"       "   -   -   -   -   -   -   x";
    READ_HISTORY         "register:read"        "   -   -   x   x   x   x   x";
    DECIDE_SUCCESSION    "successions:write"    "   -   -   -   -   -   -   x";
    CREATE_PROVIDER      "providers:create"     "   -   -   -   -   -   -   x";
    MANAGE_PROVIDER      "providers:write"      "   -   -   -   -   -   -   x";
    MANAGE_PORTFOLIO     "portfolio:write"      "   -   -   -   -   p   -   x";
    PUBLISH_MODEL        "models:write"         "   -   -   -   -   -   -   x";
    READ_UNIT            "units:read"           "   u   u   p   p   p   x   -";
    EDIT_ASSESSMENT      "assessments:write"    "   u   -   -   -   -   -   -";
    REVIEW_ASSESSMENT    "assessments:review"   "   -   u   -   -   -   -   -";
    READ_PROVIDER        "provider-assessments:read"    "   -   -   p   p   p   x   -";
    EDIT_PROVIDER        "provider-assessments:write"   "   -   -   p   p   -   -   -";
    REVIEW_PROVIDER      "provider-assessments:review"  "   -   -   -   -   p   -   -";
    ANSWER_INVITATION    "invitations:answer"   "   u   u   p   p   p   -   -";
    EDIT_INSTALLATIONS   "installations:write"  "   u   -   -   p   p   -   -";
    EDIT_EQUIPMENT       "equipment:write"      "   u   u   -   p   -   -   -";
    MANAGE_ORDERS        "orders:write"         "   -   -   -   p   p   -   -";
    COMMIT_TO_ORDERS     "orders:commit"        "   -   u   -   -   -   -   -";
    MANAGE_CAPACITY      "capacity:write"       "   -   -   -   p   p   -   -";
    EDIT_RULES           "rules:write"          "   u   u   -   p   -   -   -";
    SAVE_QUERIES         "cohort-queries:write" "   -   -   p   p   p   -   -";
    RUN_SCENARIOS        "scenarios:write"      "   -   -   p   p   p   -   -";
    ACCOMPANY_UNITS      "engagements:write"    "   -   -   -   p   -   -   -";
    ASK_IN_ENGAGEMENT    "engagements:ask"      "   u   u   -   p   -   -   -";
    WRITE_BULLETINS      "bulletins:write"      "   -   -   -   p   p   -   -";
    PUBLISH_BULLETINS    "bulletins:publish"    "   -   -   -   p   p   -   -";
    READ_BULLETIN_DRAFTS "bulletins:read"       "   -   -   -   p   p   x   -";
    MANAGE_OFFERS        "offers:write"         "   -   -   -   p   p   -   -";
    REGISTER_FOR_OFFERS  "offers:register"      "   u   u   -   p   -   -   -";
    RUN_ONBOARDINGS      "onboardings:write"    "   u   u   -   p   -   -   -";
    MANAGE_MODULES       "modules:write"        "   -   -   -   -   p   -   -";
    MANAGE_STANDARDS     "standards:write"      "   -   -   -   -   p   -   -";
    IMPORT_SERVICES      "services:write"       "   -   -   -   -   -   -   x";
    IMPORT_CODE_LISTS    "code-lists:write"     "   -   -   -   -   -   -   x";
    MANAGE_PILOTS        "pilots:write"         "   -   -   -   p   p   -   -";
    ANSWER_CALLS         "pilot-calls:answer"   "   u   u   -   p   -   -   -";
    WRITE_BLUEPRINTS     "blueprints:write"     "   -   -   -   p   p   -   -";
    PUBLISH_BLUEPRINTS   "blueprints:publish"   "   -   -   -   -   p   -   -";
    READ_DRAFTS          "blueprints:read"      "   -   -   p   p   p   x   -";
    WORK_ON_ADOPTION     "adoptions:write"      "   u   u   -   p   -   -   -";
    DECIDE_ADOPTION      "adoptions:decide"     "   -   u   -   -   -   -   -";
    PLAN_ROADMAPS        "roadmaps:write"       "   u   u   -   p   p   -   -";
    READ_SERVICE_AREA    "service-areas:read"   "   -   -   p   p   p   x   -";
    READ_WEBHOOKS        "webhooks:read"        "   u   u   -   -   p   x   -";
    MANAGE_WEBHOOKS      "webhooks:write"       "   u   u   -   -   p   -   -";
    RELEASE_STATISTICS   "statistics:release"   "   -   -   -   -   -   -   x";
    READ_AUDIT           "audit:read"           "   -   -   -   -   -   x   -";
}
