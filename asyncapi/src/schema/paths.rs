//! What it could take to follow the references between schemas: circles no validator would ever come out of, and
//! paths so long or so many that compiling or judging by them would take the stack or the day.

use crate::limits;

/// The references of one schema to others, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) list: Vec<Link>,
    /// The most keywords nested within it that speak about one and the same value.
    pub(super) steps: usize,
    /// The most schemas nested within it.
    pub(super) depth: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) to: usize,
    /// Whether the schema referred to speaks about the same value as the one that refers to it.
    pub(super) same_value: bool,
    /// Keywords around the reference that speak about the same value as it.
    pub(super) steps: usize,
    /// Schemas around the reference.
    pub(super) depth: usize,
}

/// What is wrong with the paths among some schemas: the number of a schema, and what to tell of it.
pub(super) fn faults(schemas: &[&Links]) -> Vec<(usize, String)> {
    let (order, circular) = children_first(schemas, |link| link.same_value);
    let mut faults: Vec<(usize, String)> = circular
        .into_iter()
        .map(|number| {
            (number, "is a schema that leads back to itself without going deeper into the message".to_owned())
        })
        .collect();
    let mut steps = vec![0_usize; schemas.len()];
    let mut ways = vec![1_usize; schemas.len()];
    for &at in &order {
        let Some(links) = schemas.get(at) else {
            continue;
        };
        let same = links.list.iter().filter(|link| link.same_value);
        let (mut most, mut all) = (links.steps, 1_usize);
        for link in same {
            most = most.max(link.steps.max(1) + value(&steps, link.to));
            all = all.saturating_add(value(&ways, link.to));
        }
        set(&mut steps, at, most);
        set(&mut ways, at, all);
    }
    let deepest = schemas.iter().flat_map(|links| &links.list).map(|link| link.steps + value(&steps, link.to));
    if deepest.chain(steps.iter().copied()).max() > Some(limits::SAME_VALUE_STEPS) {
        let most = limits::SAME_VALUE_STEPS;
        faults.push((0, format!("judges one value by more than {most} schemas within one another")));
    }
    if ways.iter().max() > Some(&limits::SAME_VALUE_WAYS) {
        let most = limits::SAME_VALUE_WAYS;
        faults.push((0, format!("judges one value in more than {most} ways, over its `$ref`s")));
    }
    let (order, _) = children_first(schemas, |_| true);
    let mut depths = vec![0_usize; schemas.len()];
    for &at in &order {
        let Some(links) = schemas.get(at) else {
            continue;
        };
        let below = links.list.iter().map(|link| link.depth.max(1) + value(&depths, link.to)).max();
        set(&mut depths, at, links.depth.max(below.unwrap_or(0)));
    }
    if depths.iter().max() > Some(&limits::SCHEMA_DEPTH) {
        let most = limits::SCHEMA_DEPTH;
        faults.push((0, format!("nests more than {most} schemas within one another, over a path of `$ref`s")));
    }
    faults
}

/// The schemas in an order in which each comes after those that it refers to, and those that close a circle. No
/// recursion: it is the document that says how deep this goes.
fn children_first(schemas: &[&Links], counts: impl Fn(&Link) -> bool) -> (Vec<usize>, Vec<usize>) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; schemas.len()];
    let (mut order, mut circular) = (Vec::new(), Vec::new());
    for start in 0..schemas.len() {
        if states.get(start) != Some(&State::New) {
            continue;
        }
        let mut path = vec![(start, 0_usize)];
        set(&mut states, start, State::Open);
        while let Some((at, next)) = path.last_mut() {
            let link = schemas.get(*at).and_then(|links| links.list.get(*next));
            *next += 1;
            match link {
                Some(link) if !counts(link) => {}
                Some(link) => match states.get(link.to) {
                    Some(State::New) => {
                        set(&mut states, link.to, State::Open);
                        path.push((link.to, 0));
                    }
                    Some(State::Open) if !circular.contains(&link.to) => circular.push(link.to),
                    _ => {}
                },
                None => {
                    order.push(*at);
                    set(&mut states, *at, State::Done);
                    path.pop();
                }
            }
        }
    }
    (order, circular)
}

fn value(list: &[usize], index: usize) -> usize {
    list.get(index).copied().unwrap_or(0)
}

fn set<T>(list: &mut [T], index: usize, value: T) {
    if let Some(slot) = list.get_mut(index) {
        *slot = value;
    }
}
