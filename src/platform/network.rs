//! Who is at the other end. Headers a proxy adds are believed only when the peer is one of the proxies the
//! operator named; everybody else's are what the visitor typed. Nothing else reads `X-Forwarded-For`.

use std::net::IpAddr;
use std::str::FromStr;

/// A block of addresses such as `10.0.0.0/8`; a plain address is a block of one (RFC 4632).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u32,
}

impl Network {
    /// Whether an address lies in the block. An IPv4 address is the same when it arrives mapped into IPv6.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// The text is no address and no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither an address nor a block of addresses")]
pub struct NoNetwork;

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let (base, prefix) = match text.split_once('/') {
            Some((base, prefix)) => (base, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = base.trim().parse().map_err(|_| NoNetwork)?;
        let longest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.trim().parse().map_err(|_| NoNetwork)?,
            None => longest,
        };
        if prefix > longest {
            return Err(NoNetwork);
        }
        Ok(Self { base, prefix })
    }
}

/// The proxies whose word is taken (`RENKEI_TRUSTED_PROXIES`).
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<Network>);

impl TrustedProxies {
    /// The blocks the operator named.
    pub fn new(networks: Vec<Network>) -> Self {
        Self(networks)
    }

    /// Whether an address is one of them.
    pub fn include(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// The visitor's address: the peer's, or as long as that is a trusted proxy the one it names, read from
    /// the right of `X-Forwarded-For`, so that what a visitor put there first is never believed.
    pub fn visitor(&self, peer: IpAddr, forwarded: Option<&str>) -> IpAddr {
        let mut visitor = peer.to_canonical();
        for hop in forwarded.unwrap_or_default().rsplit(',') {
            if !self.include(visitor) {
                break;
            }
            let Ok(named) = hop.trim().parse::<IpAddr>() else {
                break;
            };
            visitor = named.to_canonical();
        }
        visitor
    }
}

/// The address a request came from, put beside every request for limits on tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visitor(pub IpAddr);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn network(text: &str) -> Network {
        text.parse().expect(text)
    }

    #[test]
    fn blocks_hold_their_addresses_and_no_others() {
        for (block, address, held) in [
            ("10.0.0.0/8", "10.255.1.2", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("fd00::/8", "fd12::1", true),
            ("fd00::/8", "fe80::1", false),
            ("::/0", "2001:db8::1", true),
            ("::/0", "192.0.2.1", false),
        ] {
            let address = address.parse().expect(address);
            assert_eq!(network(block).contains(address), held, "{block} {address}");
        }
    }

    #[test]
    fn what_is_no_block_is_refused() {
        for text in ["", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "proxy.example", "10.0.0.0/"] {
            assert_eq!(text.parse::<Network>(), Err(NoNetwork), "{text}");
        }
    }

    #[test]
    fn only_trusted_proxies_name_a_visitor() {
        let proxies = TrustedProxies::new(vec![network("10.0.0.0/8")]);
        for (peer, forwarded, visitor) in [
            ("203.0.113.1", Some("192.0.2.1"), "203.0.113.1"),
            ("10.0.0.1", Some("192.0.2.1"), "192.0.2.1"),
            ("10.0.0.1", Some("198.51.100.66, 192.0.2.1"), "192.0.2.1"),
            ("10.0.0.1", Some("192.0.2.1, 10.0.0.2"), "192.0.2.1"),
            ("10.0.0.1", Some("unknown"), "10.0.0.1"),
            ("10.0.0.1", None, "10.0.0.1"),
            ("::ffff:10.0.0.1", Some("2001:db8::5"), "2001:db8::5"),
        ] {
            let found = proxies.visitor(peer.parse().expect(peer), forwarded);
            assert_eq!(found.to_string(), visitor, "{peer} {forwarded:?}");
        }
    }

    proptest! {
        #[test]
        fn a_stranger_is_never_somebody_else(forwarded in ".{0,60}") {
            let proxies = TrustedProxies::new(vec![network("10.0.0.0/8")]);
            let peer: IpAddr = [203, 0, 113, 1].into();
            prop_assert_eq!(proxies.visitor(peer, Some(&forwarded)), peer);
        }
    }
}
