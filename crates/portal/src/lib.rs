//! Pages rendered on the server: what officers, analysts and the public see. They work without JavaScript, load nothing from
//! elsewhere, and decide nothing: every page shows what use cases of `blaupause-app` give.
//! One file per page; templates and style sheet beside the sources.

mod assessments;
mod assets;
mod blueprints;
mod faults;
mod forms;
mod frame;
mod modules;
mod municipalities;
mod pilots;
mod questions;
mod recommendations;
mod search;
mod sessions;
mod sign_in;
mod start;
mod visitors;

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use blaupause_app::App;

pub use sessions::{LIFE, Sessions};
pub use sign_in::{ReadyMade, SignIn};

/// What every page shares.
pub struct Portal {
    /// The use cases.
    pub app: App,
    /// Who is signed in.
    pub sessions: Sessions,
    /// How one signs in.
    pub sign_in: SignIn,
}

impl Portal {
    /// Every page, in German below `/` and in English below `/en`. Register it last: what nothing else answers is a page that
    /// does not exist.
    pub fn configure(portal: &Data<Self>, config: &mut ServiceConfig) {
        config.app_data(portal.clone());
        assets::routes(config);
        for place in ["/en", ""] {
            config.service(
                web::scope(place)
                    .wrap(from_fn(forms::refuse_foreign))
                    .wrap(from_fn(faults::write_pages))
                    .configure(start::routes)
                    .configure(search::routes)
                    .configure(municipalities::routes)
                    .configure(recommendations::routes)
                    .configure(blueprints::routes)
                    .configure(pilots::routes)
                    .configure(modules::routes)
                    .configure(assessments::routes)
                    .configure(questions::routes)
                    .configure(sign_in::routes)
                    .default_service(web::route().to(faults::no_page)),
            );
        }
    }
}
