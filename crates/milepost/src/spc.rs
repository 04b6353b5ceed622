//! `milepost spc`: sequences, one a line of JSON, judged by the rule set `ptd-0.2`. Needs no office.
use crate::say::Refused;
use clap::Args;
use domain::spc::line;
use serde_json::json;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read as _, Write},
    path::PathBuf,
    process::ExitCode,
};

/// Longer lines are refused: about 100,000 points.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;

#[derive(Debug, Args)]
pub struct SpcAsk {
    /// The file of lines; `-` or none for standard input.
    pub file: Option<PathBuf>,
}

/// One line out for each line in; a line that cannot be judged gives {"error": why}, and the rest go on.
pub fn run(ask: &SpcAsk) -> Result<ExitCode, Refused> {
    let read: Box<dyn BufRead> = match &ask.file {
        Some(path) if path.as_os_str() != "-" => {
            let file = File::open(path)
                .map_err(|error| Refused::because(format!("{} cannot be read: {error}", path.display())))?;
            Box::new(BufReader::with_capacity(256 * 1024, file))
        }
        _ => Box::new(BufReader::with_capacity(256 * 1024, io::stdin().lock())),
    };
    let mut out = BufWriter::with_capacity(256 * 1024, io::stdout().lock());
    match judge_each(read, &mut out).and_then(|()| out.flush()) {
        // A reader that has gone away (`| head -1`) is no fault.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Refused::because(format!("the lines could not be read to their end: {error}")))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn judge_each(mut read: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if (&mut read).take(LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        let is_whole = bytes.last() == Some(&b'\n') || (bytes.len() as u64) < LONGEST_LINE;
        if !is_whole {
            skip_line(&mut read)?;
        }
        let judged = match std::str::from_utf8(&bytes) {
            _ if !is_whole => Err("the line is longer than 4 MiB; give its sequence in parts".to_owned()),
            Ok(words) if words.trim().is_empty() => Err("the line is empty; give a sequence as JSON".to_owned()),
            Ok(words) => line::answer(words),
            Err(_) => Err("the line is not UTF-8; save the file as UTF-8".to_owned()),
        };
        match judged {
            Ok(answer) => serde_json::to_writer(&mut *out, &answer)?,
            Err(error) => serde_json::to_writer(&mut *out, &json!({ "error": error }))?,
        }
        out.write_all(b"\n")?;
    }
}

fn skip_line(read: &mut impl BufRead) -> io::Result<()> {
    loop {
        let part = read.fill_buf()?;
        if part.is_empty() {
            return Ok(());
        }
        let ends = part.iter().position(|byte| *byte == b'\n');
        let used = ends.map_or(part.len(), |at| at + 1);
        read.consume(used);
        if ends.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(lines: &str) -> Vec<serde_json::Value> {
        let mut out = vec![];
        judge_each(lines.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_bad_line_gives_an_error_and_the_next_line_is_judged() {
        let long = format!("{{\"period\":[\"{}\"]}}", "9".repeat(5 * 1024 * 1024));
        let good = r#"{"period":["2024-01","2024-02"],"value":[5,7]}"#;
        let answers = judged(&format!("nonsense\n\n{long}\n{good}"));
        assert_eq!(answers.len(), 4);
        assert!(answers[0]["error"].as_str().unwrap().contains("cannot be read"));
        assert!(answers[1]["error"].as_str().unwrap().contains("empty"));
        assert!(answers[2]["error"].as_str().unwrap().contains("4 MiB"));
        assert_eq!(answers[3]["mean"], json!([6.0, 6.0]));
        assert_eq!(answers[3]["rule_set"], "ptd-0.2");
        assert_eq!(answers[3]["error"], json!(null));
    }
}
