//! Which addresses a message may be sent to: those of the public internet, and inner networks that the operator names.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Addresses of IPv4 that are not of the public internet: IANA IPv4 Special-Purpose Address Registry, multicast, reserved.
const INNER_V4: &[([u8; 4], u8)] = &[
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// Within 2000::/3, the only public block of IPv6, those that are not: Teredo and other protocol assignments,
/// documentation, 6to4.
const INNER_V6: &[([u16; 8], u8)] = &[
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
    ([0x2001, 0x0db8, 0, 0, 0, 0, 0, 0], 32),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
];

/// Whether an address is one of the public internet. What embeds an IPv4 address in IPv6 is not.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !INNER_V4.iter().any(|(start, bits)| within_v4(address, *start, *bits)),
        IpAddr::V6(address) => {
            let [first, ..] = address.segments();
            first & 0xe000 == 0x2000
                && !INNER_V6.iter().any(|(start, bits)| within_v6(address, *start, *bits))
        }
    }
}

fn within_v4(address: Ipv4Addr, start: [u8; 4], bits: u8) -> bool {
    let shift = 32 - u32::from(bits);
    u32::from(address) >> shift == u32::from(Ipv4Addr::from(start)) >> shift
}

fn within_v6(address: Ipv6Addr, start: [u16; 8], bits: u8) -> bool {
    let shift = 128 - u32::from(bits);
    u128::from(address) >> shift == u128::from(Ipv6Addr::from(start)) >> shift
}

/// Where messages may go, as the operator says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks {
    /// Whether `http` will do.
    pub allow_http: bool,
    /// Inner networks that are allowed all the same.
    pub internal: Vec<IpNet>,
}

impl Networks {
    /// Whether a message may be sent to this address.
    pub fn allow(&self, address: IpAddr) -> bool {
        // The same host, written as an IPv6 address.
        let plain = match address {
            IpAddr::V6(mapped) => mapped.to_ipv4_mapped().map_or(address, IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        is_public(plain) || self.internal.iter().any(|network| network.contains(&plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let inner = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::a00:1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "3fff::1",
            "4000::1",
        ];
        for text in inner {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        let public = [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700:4700::1111",
            "2a00:1450:4001:80b::200e",
        ];
        for text in public {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn an_inner_network_is_allowed_by_name_however_it_is_written() {
        let networks = Networks { allow_http: false, internal: vec!["10.20.0.0/16".parse().unwrap()] };
        for (address, allowed) in [
            ("10.20.3.4", true),
            ("::ffff:10.20.3.4", true),
            ("10.21.0.1", false),
            ("127.0.0.1", false),
            ("::ffff:9.9.9.9", true),
            ("9.9.9.9", true),
        ] {
            assert_eq!(networks.allow(address.parse().unwrap()), allowed, "{address}");
        }
    }
}
