//! Our verdicts beside xmllint's. Skipped, loudly, where xmllint is missing.

use domain::metadata::xml::Schema;
use std::io::Write;
use std::process::{Command, Stdio};

const HEAD: &str = r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">"#;

/// Schema body, then instances.
const SUITE: &[(&str, &[&str])] = &[
    (
        r#"<xsd:element name="metadata"><xsd:complexType><xsd:sequence>
        <xsd:element name="A" type="xsd:string" minOccurs="0"/><xsd:element name="B" type="xsd:long"/>
        <xsd:element name="C" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>"#,
        &[
            "<metadata><B>1</B></metadata>",
            "<metadata><A>x</A><B>1</B><C/><C>y</C></metadata>",
            "<metadata><A>x</A></metadata>",
            "<metadata><B>1</B><A>x</A></metadata>",
            "<metadata><B>one</B></metadata>",
            "<metadata><B></B></metadata>",
            "<metadata><B>99999999999999999999</B></metadata>",
            "<metadata><B>1</B><D/></metadata>",
            "<metadata>text<B>1</B></metadata>",
            "<metadata a='1'><B>1</B></metadata>",
            "<other/>",
            "<metadata><B>1</B></metadata",
            "<metadata><B>1</B><C>&lt;&#65;</C></metadata>",
            "<metadata><B>+5</B></metadata>",
            "<metadata><B>5.0</B></metadata>",
        ],
    ),
    (
        r#"<xsd:element name="metadata"><xsd:complexType><xsd:choice maxOccurs="3"><xsd:element name="A" type="flag"/>
        <xsd:element name="D" type="xsd:date"/></xsd:choice><xsd:attribute name="v" type="xsd:positiveInteger" use="required"/></xsd:complexType></xsd:element>
        <xsd:simpleType name="flag"><xsd:restriction base="xsd:string"><xsd:enumeration value="0"/><xsd:enumeration value="1"/></xsd:restriction></xsd:simpleType>"#,
        &[
            "<metadata v='1'><A>1</A></metadata>",
            "<metadata v='1'><A>1</A><D>2026-11-21</D><A>0</A></metadata>",
            "<metadata v='1'><A>1</A><A>1</A><A>1</A><A>1</A></metadata>",
            "<metadata v='0'><A>1</A></metadata>",
            "<metadata><A>1</A></metadata>",
            "<metadata v='1'><A>2</A></metadata>",
            "<metadata v='1'><D>2026-13-21</D></metadata>",
            "<metadata v='1'><D>2026-02-29</D></metadata>",
            "<metadata v='1'/>",
        ],
    ),
    (
        r#"<xsd:element name="metadata"><xsd:complexType><xsd:all><xsd:element name="A" type="text" minOccurs="0"/>
        <xsd:element name="B" minOccurs="0"><xsd:simpleType><xsd:restriction base="xsd:string"><xsd:pattern value="[a-z]{2,4}"/></xsd:restriction></xsd:simpleType></xsd:element>
        </xsd:all></xsd:complexType></xsd:element>
        <xsd:complexType name="text"><xsd:simpleContent><xsd:extension base="xsd:string"/></xsd:simpleContent></xsd:complexType>"#,
        &[
            "<metadata><B>abc</B><A/></metadata>",
            "<metadata><A/><A/></metadata>",
            "<metadata><B>abcde</B></metadata>",
            "<metadata><B>AB</B></metadata>",
            "<metadata><A x='1'/></metadata>",
            "<metadata><A><b/></A></metadata>",
            "<metadata/>",
        ],
    ),
    // Schemas that are broken themselves.
    (r#"<xsd:element name="metadata" type="nowhere"/>"#, &[]),
    (r#"<xsd:element name="metadata"><xsd:complexType><xsd:nonsense/></xsd:complexType></xsd:element>"#, &[]),
    (r#"<xsd:element name="metadata" type="xsd:unheardOf"/>"#, &[]),
    (r#"<xsd:element/>"#, &[]),
];

#[test]
fn our_verdicts_are_libxmls() {
    if Command::new("xmllint").arg("--version").stderr(Stdio::null()).status().is_err() {
        println!("SKIPPED: xmllint is not installed, XSD verdicts were not compared");
        assert!(std::env::var_os("CI").is_none(), "xmllint is missing in CI");
        return;
    }
    let mut compared = 0;
    for (body, instances) in SUITE {
        let xsd = format!("{HEAD}{body}</xsd:schema>");
        let mut file = tempfile::NamedTempFile::new().expect("temp file");
        file.write_all(xsd.as_bytes()).expect("written");
        let oracle = |xml: &str| {
            let mut child = Command::new("xmllint")
                .args(["--noout", "--nonet", "--schema"])
                .arg(file.path())
                .arg("-")
                .stdin(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("xmllint starts");
            child.stdin.take().expect("piped").write_all(xml.as_bytes()).expect("written");
            child.wait().expect("ends").code().expect("exit code")
        };
        const BROKEN_SCHEMA: i32 = 5;
        let schema = Schema::compile(&xsd);
        let broken = oracle("<metadata/>") == BROKEN_SCHEMA;
        assert_eq!(schema.is_err(), broken, "schema {body}");
        compared += 1;
        let Ok(schema) = schema else { continue };
        for xml in *instances {
            let (ours, theirs) = (schema.validate(xml), oracle(xml));
            assert_eq!(ours.is_ok(), theirs == 0, "{xml} by {body}: {ours:?}, xmllint says {theirs}");
            compared += 1;
        }
    }
    println!("{compared} verdicts compared with xmllint");
}
