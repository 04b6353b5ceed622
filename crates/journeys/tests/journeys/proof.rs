//! Nobody rewrites the record in silence, and any file can be asked which paper it is.
use crate::{
    files::{p, word as word_file},
    office::{Office, list, run, word},
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Cursor, Read, Write},
    path::Path,
    process::Command,
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

fn office() -> Office {
    let office = Office::begin();
    let table = "Ref,Theme,Action,Lead,Due date,RAG,Progress\n1,Victims,Review the hub,AB,31/03/2019,Amber,Begun\n\
        2,Victims,Agree a strategy,CD,31/12/2018,Green,\n3,Prevention,Mark bicycles,,Ongoing,,\n";
    let file = office.file("plan.csv", table);
    office.does(&["import", "plan", &file, "--on", "2018-09-01"]);
    office.does(&["snapshot", "Panel September", "--for", "Panel", "--on", "2018-09-12"]);
    office
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Meddles with a copy of a record in many ways, one at a time: each line is a name, the entry that it is about, and
/// Python that does it with `c`. What `verify` says of each is in the answer. `flip` changes one byte of a column.
fn each_meddling(office: &Office, script: &str) -> Vec<(String, i64, i32, Value)> {
    let python = "import sqlite3, sys, os, shutil, subprocess, json\n\
        def flip(c, table, column, seq, at):\n\
        \x20   kind, value = c.execute(f'select typeof({column}), {column} from {table} where seq = ?', (seq,)).fetchone()\n\
        \x20   if kind == 'blob': value = value[:at] + bytes([value[at] ^ 1]) + value[at+1:] if at >= 0 else value[:-1] + bytes([value[-1] ^ 1])\n\
        \x20   elif kind == 'text': value = value[:-1] + ('x' if value[-1] != 'x' else 'y')\n\
        \x20   elif kind == 'integer': value = 1 - value if column == 'last_of_change' else value + 1\n\
        \x20   else: value = '2001-01-01'\n\
        \x20   assert c.execute(f'update {table} set {column} = ? where seq = ?', (value, seq)).rowcount >= 1\n\
        source, to, program = sys.argv[1:4]\n\
        for n, (name, seq, what) in enumerate(SCRIPT):\n\
        \x20   place = f'{to}/{n}'\n\
        \x20   shutil.copytree(source, place)\n\
        \x20   c = sqlite3.connect(place + '/milepost.db', isolation_level=None)\n\
        \x20   exec(what)\n\
        \x20   c.close()\n\
        \x20   done = subprocess.run([program, 'verify', '--json', '--dir', place], capture_output=True)\n\
        \x20   print(json.dumps([name, seq, done.returncode, json.loads(done.stdout)]))\n\
        \x20   shutil.rmtree(place)\n";
    let python = format!("{script}\n{python}");
    let to = office.path("meddled");
    fs::create_dir(&to).unwrap();
    let mut command = Command::new("python3");
    command.args(["-c", &python]).arg(office.dir()).arg(&to).arg(crate::office::program());
    command.env_remove("MILEPOST_DATABASE");
    let answer = run(&mut command, b"");
    assert_eq!(answer.code, 0, "{}", answer.err);
    fs::remove_dir_all(to).unwrap();
    answer.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn whatever_is_edited_deleted_or_cut_off_is_found_with_its_entry() {
    let office = office();
    let last = i64::try_from(office.entries()).unwrap();
    let script = format!(
        "LAST = {last}\nSCRIPT = []\n\
        for column in ['office', 'change', 'last_of_change', 'at', 'on_date', 'actor', 'act', 'kind', 'item', 'version', 'shape', 'state_hash', 'leaf_hash']:\n\
        \x20   SCRIPT.append((f'entry.{{column}}', 9, f\"flip(c, 'entry', '{{column}}', 9, 3)\"))\n\
        for column, at in [('office', 0), ('salt', 0), ('salt', -1), ('body', 0), ('body', 17), ('body', -1)]:\n\
        \x20   SCRIPT.append((f'state.{{column}}[{{at}}]', 11, f\"flip(c, 'state', '{{column}}', 11, {{at}})\"))\n\
        for column in ['office', 'kind', 'id']:\n\
        \x20   SCRIPT.append((f'item.{{column}}', LAST, f\"flip(c, 'item', '{{column}}', LAST, 3)\"))\n\
        for table in ['entry', 'state']:\n\
        \x20   SCRIPT.append((f'{{table}}.seq', LAST, f\"flip(c, '{{table}}', 'seq', LAST, 0)\"))\n\
        SCRIPT.append(('item.seq', LAST, \"c.execute('update item set seq = 2 where seq = ?', (LAST,))\"))\n\
        for table in ['entry', 'state']:\n\
        \x20   SCRIPT.append((f'a row of {{table}} deleted', 8, f\"c.execute('delete from {{table}} where seq = 8')\"))\n\
        SCRIPT.append(('a row of item deleted', LAST, \"c.execute('delete from item where seq = ?', (LAST,))\"))\n\
        SCRIPT.append(('the last entry cut off', LAST, \"[c.execute(f'delete from {{t}} where seq = ?', (LAST,)) for t in ['entry', 'state', 'item', 'checkpoint', 'frontier']]; c.execute('update head set seq = seq - 1')\"))\n\
        SCRIPT.append(('two entries swapped', 9, \"c.executescript('update entry set seq = -1 where seq = 9; update entry set seq = 9 where seq = 10; update entry set seq = 10 where seq = -1')\"))\n"
    );
    let meddled = each_meddling(&office, &script);
    for (name, seq, code, said) in &meddled {
        assert_eq!((*code, &said["ok"]), (1, &json!(false)), "{name} was not found");
        let problems = list(&said["problems"]);
        assert!(
            problems.iter().any(|problem| problem["seq"] == json!(seq)),
            "{name}: entry {seq} is not named in {said}"
        );
        assert!(problems.iter().all(|problem| !word(&problem["what"]).is_empty()));
    }
    println!("{} of {} meddlings found", meddled.len(), meddled.len());
    assert!(meddled.len() >= 30);
    // And an honest record raises no alarm; people are told the same.
    let answer = office.run(&["verify"]);
    assert_eq!(answer.code, 0);
    assert!(answer.text().contains("unchanged since each was recorded"), "{}", answer.text());
    office.meddle("UPDATE state SET body = CAST(replace(body, 'Mark bicycles', 'Mark tricycle') AS BLOB)");
    let answer = office.run(&["verify"]);
    assert_eq!(answer.code, 1);
    assert!(answer.text().contains("Entry "), "{}", answer.text());
}

#[test]
fn a_state_edited_in_postgresql_is_found_too() {
    let Some(office) = Office::on_postgres() else { return };
    let file = office.file("plan.csv", "Theme,Action\nVictims,Review the hub\n");
    office.does(&["import", "plan", &file]);
    let of_the_action = "convert_from(body, 'UTF8') LIKE '%\"title\":\"Review the hub\"%'";
    let seq = office.sql(&format!("SELECT seq FROM state WHERE {of_the_action}"));
    office.sql(&format!(
        "UPDATE state SET body = convert_to(replace(convert_from(body, 'UTF8'), 'the hub', 'the pub'), 'UTF8') WHERE seq = {seq}"
    ));
    let answer = office.run(&["verify", "--json"]);
    assert_eq!(answer.code, 1, "{}", answer.text());
    assert!(
        list(&answer.json()["problems"])
            .iter()
            .any(|problem| problem["seq"].as_i64().is_some_and(|at| at.to_string() == seq)),
        "{}",
        answer.text()
    );
}

#[test]
fn an_issued_file_that_is_edited_where_it_is_kept_is_found() {
    let office = office();
    let issued = office.does(&["issue", "delivery-plan", "--as-at", "Panel September", "--on", "2018-09-05"]);
    let hash = word(&issued["files"][0]["sha256"]);
    let path = office.dir().join("blobs").join(&hash[..2]).join(&hash[2..]);
    let mut bytes = fs::read(&path).unwrap();
    bytes[1000] ^= 1;
    fs::remove_file(&path).unwrap();
    fs::write(&path, &bytes).unwrap();
    let answer = office.run(&["verify", "--json"]);
    assert_eq!(answer.code, 1, "{}", answer.text());
    assert!(answer.json()["problems"].to_string().contains(word(&issued["files"][0]["name"])), "{}", answer.text());
}

/// The same parts in another package, one of them changed or not: as a program saves again what it opened.
fn saved_again(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if ["word/document.xml", "content.xml", "xl/sharedStrings.xml"].contains(&name.as_str()) {
            bytes = String::from_utf8(bytes).unwrap().replace(from, to).into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_file_says_which_issued_paper_it_is_or_which_one_it_resembles() {
    let office = office();
    let issued = office.does(&["issue", "delivery-plan", "--as-at", "Panel September", "--on", "2018-09-05"]);
    let number = word(&issued["number"]);
    let mut despatched = Vec::new();
    for file in list(&issued["files"]) {
        let hash = word(&file["sha256"]);
        let bytes = fs::read(office.dir().join("blobs").join(&hash[..2]).join(&hash[2..])).unwrap();
        // Under any name: what it is stands in its bytes.
        let path = office.file("some-attachment", &bytes);
        let said = office.does(&["verify", &path]);
        assert_eq!(
            (&said["issued"], &said["number"], &said["format"]),
            (&json!(true), &json!(number), &file["format"])
        );
        despatched.push(bytes);
    }
    let [pdf, docx, odt, html, xlsx, ods, ..] = &despatched[..] else { panic!("eight formats") };
    let mut edited_pdf = pdf.clone();
    edited_pdf.push(b'\n');
    let cases = [
        ("edited.docx", saved_again(docx, "Review the hub", "Preview the hub")),
        ("re-saved.docx", saved_again(docx, "", "")),
        ("edited.odt", saved_again(odt, "Review the hub", "Preview the hub")),
        ("edited.xlsx", saved_again(xlsx, "Review the hub", "Preview the hub")),
        ("edited.ods", saved_again(ods, "Review the hub", "Preview the hub")),
        ("edited.pdf", edited_pdf),
        ("edited.html", String::from_utf8_lossy(html).replace("Review the hub", "Preview the hub").into_bytes()),
    ];
    for (name, bytes) in &cases {
        let path = office.file(name, bytes);
        let answer = office.run(&["verify", &path, "--json"]);
        assert_eq!(answer.code, 1, "{name}");
        let said = answer.json();
        assert_eq!((&said["issued"], &said["resembles"]), (&json!(false), &json!(number)), "{name}");
        let people = office.run(&["verify", &path]).text();
        assert!(people.contains("not issued by this office as this file") && people.contains(number), "{people}");
    }
    // One without a number resembles none until somebody types what is printed on its pages.
    let unknown = office.file("unknown.docx", word_file(&p("Minutes of another meeting")));
    let answer = office.run(&["verify", &unknown, "--json"]);
    assert_eq!((answer.code, &answer.json()["resembles"]), (1, &Value::Null));
    assert!(office.run(&["verify", &unknown]).text().contains("--number"));
    let answer = office.run(&["verify", &unknown, "--number", &number.to_lowercase(), "--json"]);
    assert_eq!((answer.code, &answer.json()["resembles"]), (1, &json!(number)));
    let refused = office.refuses(&["verify", &unknown, "--number", "FEN-2018-777"]);
    assert!(refused.contains(number), "names what there is: {refused}");
    let refused = office.refuses(&["verify", "nowhere.pdf"]);
    assert!(refused.contains("nowhere.pdf"), "{refused}");
    office.does(&["withdraw", number, "--reason", "A rating was wrong"]);
    let path = office.file("withdrawn.pdf", pdf);
    assert_eq!(office.does(&["verify", &path])["withdrawn"], "A rating was wrong");
    println!("5 issued files and {} others told apart", cases.len() + 1);
}

#[test]
fn a_record_cut_back_to_an_older_copy_of_its_tables_is_found_by_the_folder() {
    let office = office();
    let old = office.path("old");
    copy(&office.dir(), &old);
    office.does(&["snapshot", "Panel November", "--for", "Panel"]);
    for file in ["milepost.db", "milepost.db-wal", "milepost.db-shm"] {
        fs::remove_file(office.dir().join(file)).ok();
        if old.join(file).exists() {
            fs::copy(old.join(file), office.dir().join(file)).unwrap();
        }
    }
    let answer = office.run(&["verify", "--json"]);
    assert_eq!(answer.code, 1, "{}", answer.text());
    let problem = &answer.json()["problems"][0];
    let lost = answer.json()["entries"].as_i64().unwrap() + 1;
    assert!(problem["seq"] == lost && word(&problem["what"]).contains("once signed, is missing"), "{problem}");
}
