//! Certificate files that are fine, and what is said of those that are not.

use std::fs;

use crate::listener::check_tls;
use crate::listener::testing::Certified;

/// The settings, with files in a folder of their own.
fn files() -> (Certified, config::Tls) {
    let certified = Certified::new();
    let at = |name: &str| certified.dir.path().join(name);
    let tls = config::Tls { certificate: at("certificate.pem"), key: at("key.pem"), client_ca: None };
    (certified, tls)
}

fn said(tls: &config::Tls) -> String {
    let dir = tls.key.parent().unwrap().display().to_string();
    check_tls(tls).unwrap_err().to_string().replace(&dir, "DIR")
}

#[test]
fn a_certificate_and_its_key_are_fine_and_clients_may_be_held_to_an_authority() {
    let (_certified, mut tls) = files();
    check_tls(&tls).unwrap();
    tls.client_ca = Some(tls.certificate.clone());
    check_tls(&tls).unwrap();
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let (_certified, mut tls) = files();
    tls.client_ca = Some(tls.key.with_file_name("ca.pem"));
    assert_eq!(said(&tls), "cannot read DIR/ca.pem: No such file or directory (os error 2)");
}

#[test]
fn certificate_and_key_are_not_to_be_swapped() {
    let (_certified, tls) = files();
    let swapped = config::Tls { certificate: tls.key.clone(), key: tls.certificate.clone(), client_ca: None };
    assert!(said(&swapped).starts_with("DIR/key.pem has no certificate: expected PEM"), "{}", said(&swapped));
    let no_key = config::Tls { key: tls.certificate.clone(), ..tls };
    assert!(said(&no_key).starts_with("DIR/certificate.pem has no private key: expected PEM"), "{}", said(&no_key));
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let (_certified, tls) = files();
    let (_another, another) = files();
    fs::copy(&another.key, &tls.key).unwrap();
    assert_eq!(
        said(&tls),
        "the private key in DIR/key.pem does not belong to the first certificate in DIR/certificate.pem"
    );
}

#[test]
fn an_encrypted_key_is_called_so() {
    let (_certified, tls) = files();
    fs::write(&tls.key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n").unwrap();
    assert!(said(&tls).starts_with("the private key in DIR/key.pem is encrypted: decrypt it"), "{}", said(&tls));
}

#[test]
fn damaged_files_are_refused_and_said_to_be() {
    let (_certified, tls) = files();
    let whole = fs::read_to_string(&tls.certificate).unwrap();
    fs::write(&tls.certificate, whole.replace("-----END CERTIFICATE-----", "")).unwrap();
    assert!(said(&tls).starts_with("DIR/certificate.pem is not PEM, or damaged: "), "{}", said(&tls));
    fs::write(&tls.certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    assert!(said(&tls).starts_with("the certificate in DIR/certificate.pem cannot be used: "), "{}", said(&tls));
}
