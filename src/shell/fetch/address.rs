//! Which addresses a feed, a page or a redirect may lead to: places on the open net. What
//! the reader typed may be anywhere; what strangers name must not reach into the
//! reader's own machine or house.

use std::net::IpAddr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

const TABLE: &str = include_str!("../../../assets/special-addresses.tsv");

/// A stranger named an address that is no place on the open net.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it leads to a {0} address, where only you may send it")]
pub(super) struct Refused(&'static str);

/// Finds addresses on the open net only. The connection is made to what this gives and
/// to nothing else, so a name cannot lead elsewhere the second time it is asked for.
#[derive(Debug, Default)]
pub(super) struct OpenNet {
    names: DefaultResolver,
}

impl Resolver for OpenNet {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let (mut open, mut refused) = (self.empty(), None);
        for address in &found {
            match special(address.ip()) {
                Some(kind) => refused = Some(Refused(kind)),
                None => open.push(*address),
            }
        }
        match refused {
            Some(refused) if open.is_empty() => Err(ureq::Error::Other(Box::new(refused))),
            _ => Ok(open),
        }
    }
}

/// What kind of special address this is; `None` for one on the open net.
pub(super) fn special(address: IpAddr) -> Option<&'static str> {
    let bits = widened(address);
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let blocks = lines.filter_map(|line| line.split_once('\t'));
    for (block, kind) in blocks {
        let Some((start, length)) = parse(block).filter(|(start, _)| same_kind(*start, address))
        else {
            continue;
        };
        let shift = 128 - length;
        if shift < 128 && bits >> shift != widened(start) >> shift {
            continue;
        }
        let Some(from) = kind.strip_prefix("v4@") else { return Some(kind) };
        let inner = bits >> (96 - from.parse::<u32>().unwrap_or(96).min(96));
        let inner = IpAddr::from((inner as u32).to_be_bytes());
        return special(inner);
    }
    None
}

fn same_kind(a: IpAddr, b: IpAddr) -> bool {
    a.is_ipv4() == b.is_ipv4()
}

/// The address in the upper bits of 128.
fn widened(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)) << 96,
        IpAddr::V6(address) => address.into(),
    }
}

/// `10.0.0.0/8` as its first address and how many bits it fixes.
fn parse(block: &str) -> Option<(IpAddr, u32)> {
    let (start, length) = block.split_once('/')?;
    Some((start.parse().ok()?, length.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_is_whole() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (block, kind) = line.split_once('\t').unwrap();
            let (start, length) = parse(block).unwrap();
            assert!(length <= if start.is_ipv4() { 32 } else { 128 }, "{line}");
            assert!(kind.strip_prefix("v4@").is_none_or(|from| from.parse::<u32>().is_ok()));
        }
    }

    #[test]
    fn only_places_on_the_open_net_are_open() {
        let kind = |text: &str| special(text.parse().unwrap());
        for open in ["1.1.1.1", "9.255.255.255", "11.0.0.0", "172.32.0.0", "2606:4700::1111"] {
            assert_eq!(kind(open), None, "{open}");
        }
        for (address, told) in [
            ("0.0.0.0", "unspecified"),
            ("10.1.2.3", "private"),
            ("100.100.0.1", "shared (CGNAT)"),
            ("127.0.0.1", "loopback"),
            ("127.255.255.254", "loopback"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.168.1.1", "private"),
            ("224.0.0.251", "multicast"),
            ("255.255.255.255", "reserved"),
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::127.0.0.1", "loopback"),
            ("::ffff:192.168.0.1", "private"),
            ("64:ff9b::10.0.0.1", "private"),
            ("2002:7f00:1::", "loopback"),
            ("fe80::1", "link-local"),
            ("fd00::1", "private"),
            ("ff02::1", "multicast"),
        ] {
            assert_eq!(kind(address), Some(told), "{address}");
        }
        assert_eq!(kind("::ffff:1.1.1.1"), None);
        assert_eq!(kind("2002:101:101::1"), None);
    }

    proptest! {
        #[test]
        fn what_the_standard_library_calls_special_is_special(bits: u32, wide: u128) {
            let narrow = std::net::Ipv4Addr::from(bits);
            let known = narrow.is_private() || narrow.is_loopback() || narrow.is_link_local()
                || narrow.is_multicast() || narrow.is_unspecified() || narrow.is_broadcast();
            prop_assert!(!known || special(narrow.into()).is_some());
            prop_assert_eq!(special(narrow.to_ipv6_mapped().into()), special(narrow.into()));
            let wide = std::net::Ipv6Addr::from(wide);
            let known = wide.is_multicast() || wide.is_unique_local() || wide.is_unicast_link_local();
            prop_assert!(!known || special(wide.into()).is_some());
        }
    }
}
