//! The official register of administrations: keys, kinds, size classes, succession, providers and their service areas.
