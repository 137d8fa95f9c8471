//! The modular portfolio: modules, versions, interfaces, minimum standards, upgrade paths and installations.
