//! Licence expressions: `MIT OR Apache-2.0`, `(A AND B) OR C`, `Apache-2.0 WITH LLVM-exception`, and the old `MIT/Apache-2.0`.

/// Brackets within brackets; real expressions have one or two.
const DEPTH_MAX: usize = 8;

/// Whether someone who may use the licences `may` says yes to may use this.
pub fn allows(expression: &str, may: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let allowed = either(&mut words, may, 0)?;
    match words.pop() {
        None => Ok(allowed),
        Some(word) => Err(format!("unexpected `{word}`")),
    }
}

fn either(words: &mut Vec<&str>, may: &dyn Fn(&str) -> bool, depth: usize) -> Result<bool, String> {
    let mut allowed = both(words, may, depth)?;
    while words.pop_if(|word| *word == "OR").is_some() {
        allowed |= both(words, may, depth)?;
    }
    Ok(allowed)
}

fn both(words: &mut Vec<&str>, may: &dyn Fn(&str) -> bool, depth: usize) -> Result<bool, String> {
    let mut allowed = one(words, may, depth)?;
    while words.pop_if(|word| *word == "AND").is_some() {
        allowed &= one(words, may, depth)?;
    }
    Ok(allowed)
}

fn one(words: &mut Vec<&str>, may: &dyn Fn(&str) -> bool, depth: usize) -> Result<bool, String> {
    match words.pop() {
        None => Err("a licence is missing".to_owned()),
        Some("(") if depth == DEPTH_MAX => Err(format!("more than {DEPTH_MAX} brackets")),
        Some("(") => {
            let allowed = either(words, may, depth + 1)?;
            if words.pop() == Some(")") { Ok(allowed) } else { Err("a bracket is open".to_owned()) }
        }
        Some(word @ (")" | "OR" | "AND" | "WITH")) => Err(format!("unexpected `{word}`")),
        Some(licence) if words.pop_if(|word| *word == "WITH").is_some() => {
            let exception = words.pop().ok_or("an exception is missing")?;
            Ok(may(&format!("{licence} WITH {exception}")))
        }
        Some(licence) => Ok(may(licence)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_mean_what_they_say() {
        let cases = [
            ("MIT", Ok(true)),
            ("GPL-3.0-only", Ok(false)),
            ("MIT OR GPL-3.0-only", Ok(true)),
            ("GPL-3.0-only/MIT", Ok(true)),
            ("MIT AND GPL-3.0-only", Ok(false)),
            ("(MIT OR GPL-3.0-only) AND ISC", Ok(true)),
            ("MIT OR GPL-3.0-only AND ISC", Ok(true)),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0-only", Ok(true)),
            ("Apache-2.0", Ok(false)),
        ];
        let may = |licence: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&licence);
        for (expression, expected) in cases {
            assert_eq!(allows(expression, &may), expected, "{expression}");
        }
        for broken in ["", "(MIT", "MIT)", "MIT OR", "OR MIT", "MIT ISC", "((((((((((MIT))))))))))"] {
            assert!(allows(broken, &may).is_err(), "{broken}");
        }
    }
}
