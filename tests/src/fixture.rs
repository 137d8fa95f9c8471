//! A small world for tests: real municipalities of the Harz and elsewhere, two providers and whom they serve.
//! Key, name, kind, population and area: Destatis, GV100AD, state 30.11.2023.

use diesel::connection::SimpleConnection;

use crate::TestApp;

/// Langelsheim, a larger small town served by `it-harz`.
pub const LANGELSHEIM: &str = "031530019019";
/// Goslar, a smaller medium town served by `it-harz`.
pub const GOSLAR: &str = "031530017017";
/// Kiel, a smaller city served by `it-kueste`.
pub const KIEL: &str = "010020000000";

const SQL: &str = "
INSERT INTO units (ars, ags, level, kind, name, search_name, parent, land, population, area_hectares, valid_from, revision) VALUES
('03', NULL, 'land', NULL, 'Niedersachsen', 'niedersachsen', NULL, '03', 8140242, 4771000, '2023-11-30', 1),
('01', NULL, 'land', NULL, 'Schleswig-Holstein', 'schleswig-holstein', NULL, '01', 2953270, 1580000, '2023-11-30', 1),
('03153', NULL, 'county', 44, 'Goslar', 'goslar', '03', '03', 134000, 96600, '2023-11-30', 1),
('01002', NULL, 'county', 41, 'Kiel, Landeshauptstadt', 'kiel, landeshauptstadt', '01', '01', 247717, 11865, '2023-11-30', 1),
('031530019019', '03153019', 'municipality', 63, 'Langelsheim, Stadt', 'langelsheim, stadt', '03153', '03', 15043, 10876, '2023-11-30', 1),
('031530017017', '03153017', 'municipality', 63, 'Goslar, Stadt', 'goslar, stadt', '03153', '03', 50203, 16374, '2023-11-30', 1),
('010020000000', '01002000', 'municipality', 61, 'Kiel, Landeshauptstadt', 'kiel, landeshauptstadt', '01002', '01', 247717, 11865, '2023-11-30', 1);
INSERT INTO providers (id, name, homepage, revision) VALUES
('it-harz', 'IT-Verbund Harz', NULL, 1),
('it-kueste', 'IT-Verbund Küste', NULL, 1);
INSERT INTO service_areas (provider, unit, with_descendants, valid_from, valid_to) VALUES
('it-harz', '03153', TRUE, '2020-01-01', NULL),
('it-kueste', '01', TRUE, '2020-01-01', NULL);
";

/// Puts the small world into an empty service.
pub fn small_world(app: &TestApp) {
    let filled = app.app.database().write(|conn| {
        conn.batch_execute(SQL)?;
        Ok::<(), blaupause_store::Error>(())
    });
    filled.unwrap();
}
