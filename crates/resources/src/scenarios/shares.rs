//! Sharing a whole amount in proportion (largest remainders, "Hare/Niemeyer").

/// Shares `amount` in proportion to `weights`. The shares add up to `amount`, but to no more than the weights together; none is
/// larger than its weight. Equal remainders go by position.
pub(super) fn share(amount: u64, weights: &[u64]) -> Vec<u64> {
    let all: u128 = weights.iter().copied().map(u128::from).sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let amount = u128::from(amount).min(all);
    let quota = |weight: &u64| (u128::from(*weight) * amount / all, u128::from(*weight) * amount % all);
    let mut parts: Vec<(u128, u128)> = weights.iter().map(quota).collect();
    let given: u128 = parts.iter().map(|(whole, _)| whole).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(parts.get(*at).map(|(_, rest)| *rest)));
    let left = usize::try_from(amount - given).unwrap_or(usize::MAX);
    for at in order.into_iter().take(left) {
        if let Some((whole, _)) = parts.get_mut(at) {
            *whole += 1;
        }
    }
    parts.into_iter().map(|(whole, _)| u64::try_from(whole).unwrap_or(u64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 10 for 3, 3 and 5 of 11: 2.73, 2.73, 4.55, so 2, 2 and 4; two are left, for the two largest remainders.
    #[test]
    fn what_is_left_goes_by_remainder_and_then_by_position() {
        assert_eq!(share(10, &[3, 3, 5]), [3, 3, 4]);
        assert_eq!(share(1, &[2, 2, 2]), [1, 0, 0]);
        assert_eq!(share(99, &[2, 0, 5]), [2, 0, 5]);
        assert_eq!(share(4, &[0, 0]), [0, 0]);
        assert!(share(3, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn shares_add_up_and_none_is_larger_than_its_weight(
            amount in 0_u64..2_000,
            weights in prop::collection::vec(0_u64..300, 0..20),
        ) {
            let all: u64 = weights.iter().sum();
            let shares = share(amount, &weights);
            prop_assert_eq!(shares.iter().sum::<u64>(), amount.min(all));
            prop_assert!(shares.iter().zip(&weights).all(|(share, weight)| share <= weight));
        }
    }
}
