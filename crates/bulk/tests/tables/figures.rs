use crate::{TODAY, source, words};
use bulk::{
    Input, Reason, Refused,
    figures::{Figure, Figures, From, Mapping, Options, read},
};

fn figures(text: &str) -> Result<Figures, Refused> {
    mapped(text, Mapping::default())
}

fn mapped(text: &str, mapping: Mapping) -> Result<Figures, Refused> {
    let source = source(text);
    read(&Input::Csv { name: "figures.csv", source: &source }, &Options { mapping, today: TODAY })
}

#[test]
fn every_way_to_write_a_period_and_a_number_is_read() {
    let read = figures(
        "period,area,measure,value\n\
         2024-01,Fenshire,Calls,\"1,234\"\n\
         Feb 2024,Fenshire,Calls,1.5\n\
         2024-03-31,Fenshire,Calls,-7\n\
         2024/25 Q1,Fenshire,Calls,\u{2212}8\n\
         2024/25,Fenshire,Calls,0\n",
    )
    .unwrap();
    let said: Vec<(String, Figure)> =
        read.observations.iter().map(|row| (row.period.to_string(), row.value.clone())).collect();
    assert_eq!(
        said,
        [
            ("2024-01".to_owned(), Figure::Number(1_234.0)),
            ("2024-02".to_owned(), Figure::Number(1.5)),
            // A day stands for its month.
            ("2024-03".to_owned(), Figure::Number(-7.0)),
            ("2024/25 Q1".to_owned(), Figure::Number(-8.0)),
            ("2024/25".to_owned(), Figure::Number(0.0)),
        ]
    );
}

#[test]
fn what_is_missing_stays_missing_and_what_was_suppressed_stays_suppressed() {
    let signs = ["", "n/a", "N/A", "-", "[x]", "*", "[c]"];
    let rows: Vec<String> =
        (1..).zip(signs).map(|(month, sign)| format!("2024-{month:02},Fenshire,Calls,{sign}")).collect();
    let read = figures(&format!("period,area,measure,value\n{}\n", rows.join("\n"))).unwrap();
    assert_eq!((read.rows, read.missing, read.suppressed), (7, 5, 2));
    for (row, sign) in read.observations.iter().zip(signs) {
        match &row.value {
            Figure::Missing(written) | Figure::Suppressed(written) => assert_eq!(written, sign),
            Figure::Number(number) => panic!("“{sign}” became {number}"),
        }
    }
}

#[test]
fn two_rows_of_the_same_month_are_both_rejects_and_name_each_other() {
    let read = figures(
        "period,area,measure,value\n2024-01,Fenshire,Calls,1\n2024-02,Fenshire,Calls,2\nJan 2024,fenshire,Calls,3\n2024-01,Fenshire,Crimes,4\n",
    )
    .unwrap();
    assert_eq!(read.observations.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(
        words(&read.rejects),
        [
            "figures.csv, line 2: another row says something of the same, and neither is believed (2024-01, fenshire, Calls: also in line 4)",
            "figures.csv, line 4: another row says something of the same, and neither is believed (2024-01, fenshire, Calls: also in line 2)",
        ]
    );
}

#[test]
fn a_survey_brings_its_interval_and_its_n_under_its_own_names() {
    let mapping = Mapping {
        period: "Month".to_owned(),
        area: From::Always("Fenshire".to_owned()),
        measure: From::Always("Confidence".to_owned()),
        value: "Share".to_owned(),
        numerator: Some("Yes".to_owned()),
        denominator: Some("Asked".to_owned()),
        status: Some("Status".to_owned()),
        n: Some("Asked".to_owned()),
        lower: Some("From".to_owned()),
        upper: Some("To".to_owned()),
    };
    let text = "Status,Month,Share,From,To,Yes,Asked\nprovisional,2024-01,67,61,73,201,300\n,2024-02,*,*,*,*,12\n";
    let read = mapped(text, mapping).unwrap();
    let (first, second) = (&read.observations[0], &read.observations[1]);
    assert_eq!((first.area.as_str(), first.measure.as_str()), ("Fenshire", "Confidence"));
    assert_eq!((&first.lower, &first.upper), (&Some(Figure::Number(61.0)), &Some(Figure::Number(73.0))));
    assert_eq!((first.status.as_deref(), &first.n), (Some("provisional"), &Some(Figure::Number(300.0))));
    assert_eq!((second.status.as_deref(), &second.numerator), (None, &Some(Figure::Suppressed("*".to_owned()))));
}

#[test]
fn each_bad_row_is_reported_and_the_others_are_taken() {
    let read = figures(
        "period,area,measure,value\n2024-01,F,M,1\n2024-02,F,M,2\n2024-03,F,M,3\n2024-04,F,M,4\n2024-05,F,M,5\n\
         2024,F,M,6\n2024-06,F,M,six\n2024-07,,M,7\n2031-01,F,M,8\n2024-08,F,M,1,000\n",
    )
    .unwrap();
    assert_eq!(read.rows, 5);
    let reasons: Vec<(u64, Reason)> = read.rejects.first.iter().map(|reject| (reject.line, reject.reason)).collect();
    assert_eq!(
        reasons,
        [
            (7, Reason::NoPeriod),
            (8, Reason::NotANumber),
            (9, Reason::Empty),
            (10, Reason::FuturePeriod),
            (11, Reason::NumberOfColumns),
        ],
        "a separator without quotation marks is a column too many, and no 1"
    );
}

#[test]
fn a_file_of_nothing_but_bad_rows_or_another_header_is_refused() {
    let said = figures("period,area,measure,value\nx,F,M,1\ny,F,M,1\n").unwrap_err().to_string();
    assert!(said.starts_with("figures.csv: 2 of 2 rows cannot be read"), "{said}");
    let said = figures("date,area,measure,value\n").unwrap_err().to_string();
    assert!(said.contains("it has no column “period”, but “date”, “area”, “measure”, “value”"), "{said}");
    let said = figures("period,area,measure,value,Value\n").unwrap_err().to_string();
    assert!(said.contains("more than one column “value”"), "{said}");
    assert!(figures("").is_err() && figures("period,area,measure,value\n").is_err());
}

#[test]
fn a_byte_order_mark_and_crlf_and_bytes_that_are_not_utf_8() {
    let mut bytes = "\u{FEFF}period,area,measure,value\r\n2024-01,F,M,1\r\n2024-02,F,M,2\r\n".as_bytes().to_vec();
    bytes.extend(b"2024-03,F\xE9,M,3\r\n");
    let source = source(bytes);
    let options = Options { mapping: Mapping::default(), today: TODAY };
    let read = read(&Input::Csv { name: "figures.csv", source: &source }, &options).unwrap();
    assert_eq!((read.rows, read.rejects.by_reason[&Reason::NotUtf8], read.rejects.first[0].line), (2, 1, 4));
}

#[test]
fn what_was_read_survives_being_kept_as_json() {
    let read = figures("period,area,measure,value\n2024-01,F,M,0.30000000000000004\n2024-02,F,M,*\n").unwrap();
    let text = serde_json::to_string(&read).unwrap();
    assert!(text.contains(r#"{"number":"0.30000000000000004"}"#), "to the last digit: {text}");
    assert_eq!(serde_json::from_str::<Figures>(&text).unwrap(), read);
}
