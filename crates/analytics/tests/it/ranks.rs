//! Ranks of 0/1 matrices over the rationals, by fraction-free elimination (Bareiss): slow, exact, and no relative of
//! the sparse arithmetic under test.

/// The rank of the rows.
pub fn rank(rows: &[Vec<i128>]) -> usize {
    let mut rows = rows.to_vec();
    let columns = rows.first().map_or(0, Vec::len);
    let (mut rank, mut previous) = (0, 1);
    for column in 0..columns {
        let Some(pivot) = (rank..rows.len()).find(|r| rows[*r][column] != 0) else { continue };
        rows.swap(rank, pivot);
        for r in rank + 1..rows.len() {
            for c in column + 1..columns {
                rows[r][c] = (rows[r][c] * rows[rank][column] - rows[r][column] * rows[rank][c]) / previous;
            }
            rows[r][column] = 0;
        }
        previous = rows[rank][column];
        rank += 1;
    }
    rank
}

/// Whether some combination of the rows is zero everywhere but in `columns`, and not zero there.
pub fn says_something_about(rows: &[Vec<i128>], columns: &[usize]) -> bool {
    let outside: Vec<Vec<i128>> = rows
        .iter()
        .map(|row| row.iter().enumerate().filter(|(c, _)| !columns.contains(c)).map(|(_, v)| *v).collect())
        .collect();
    rank(&outside) < rank(rows)
}

/// Whether `row` is a combination of the rows.
pub fn follows(rows: &[Vec<i128>], row: &[i128]) -> bool {
    let mut more = rows.to_vec();
    more.push(row.to_vec());
    rank(&more) == rank(rows)
}

#[test]
fn ranks_of_small_matrices() {
    assert_eq!(rank(&[vec![1, 1, 0], vec![0, 1, 1], vec![1, 0, -1]]), 2);
    assert_eq!(rank(&[vec![0, 1, 1], vec![1, 0, 1], vec![1, 1, 0]]), 3);
    let margins = [vec![1, 1, 0, 0], vec![0, 0, 1, 1], vec![1, 0, 1, 0]];
    assert!(says_something_about(&margins, &[1, 2]), "first row less first column");
    assert!(!says_something_about(&margins, &[0]));
    assert!(follows(&margins, &[0, 1, 0, 1]));
}
