use crate::running::Place;
