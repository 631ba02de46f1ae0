# Sourced by run.sh: an authority, its good signers and its bad ones, made by stock openssl in the folder pki.
write_cnf() {
	cat >cnf <<END
[req]
distinguished_name=dn
prompt=no
[dn]
CN=Root
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[middle]
basicConstraints=critical,CA:TRUE
keyUsage=critical,digitalSignature,keyCertSign
extendedKeyUsage=$BOTH
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[self]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=$BOTH
subjectKeyIdentifier=hash
[db]
database=index
default_md=sha384
default_crl_days=9
END
}
# A root and one signer.
make_small_pki() {
	mkdir pki && cd pki || exit 2
	write_cnf
	leaf both digitalSignature "extendedKeyUsage=$BOTH"
	root root ca
	issue signer both
	cd ..
}
make_pki() {
	mkdir pki && cd pki || exit 2
	write_cnf
	leaf both digitalSignature "extendedKeyUsage=$BOTH"
	leaf bare digitalSignature ''
	leaf email digitalSignature extendedKeyUsage=emailProtection
	leaf document digitalSignature "extendedKeyUsage=$DOCUMENT"
	leaf any digitalSignature "extendedKeyUsage=$BOTH,anyExtendedKeyUsage"
	leaf nonrep nonRepudiation "extendedKeyUsage=$BOTH"
	: >index
	root root ca
	root other ca Other
	root self self
	issue signer both
	issue second both
	issue revoked both
	issue bare bare
	issue email email
	issue document document
	issue any any
	issue nonrep nonrep
	issue authority middle
	key small EC P-256
	issue small both
	key rsa2048 RSA 2048
	issue rsa2048 both
	key rsa3072 RSA 3072
	issue rsa3072 both
	cp signer.key again.key
	issue again both
	issue foreign both other
	key expired EC P-384
	openssl req -new -key expired.key -config cnf -subj /CN=expired -out csr
	openssl x509 -req -in csr -CA root.pem -CAkey root.key -extfile cnf -extensions both -sha384 -days -1 \
		-set_serial 99 -out expired.pem 2>/dev/null
	openssl ca -config cnf -name db -keyfile root.key -cert root.pem -revoke revoked.pem 2>/dev/null
	openssl ca -config cnf -name db -gencrl -keyfile root.key -cert root.pem -out root.crl 2>/dev/null
	openssl ca -config cnf -name db -gencrl -keyfile other.key -cert other.pem 2>/dev/null |
		openssl crl -outform DER -out other.crl
	cat root.pem root.crl >root-and-crl.pem
	mkdir system && cp other.pem "system/$(openssl x509 -in other.pem -noout -hash).0"
	chmod 600 ./*.key
	cd ..
}
DOCUMENT=1.3.6.1.5.5.7.3.36
BOTH=emailProtection,$DOCUMENT
leaf() { # SECTION USAGE LINE
	printf '[%s]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,%s\n%s\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' \
		"$1" "$2" "$3" >>cnf
}
key() { # NAME KIND SIZE
	case $2 in
	EC) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$3" -out "$1.key" 2>/dev/null ;;
	RSA) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:"$3" -out "$1.key" 2>/dev/null ;;
	esac
}
root() { # NAME SECTION [COMMON NAME]
	key "$1" EC P-384
	openssl req -new -x509 -sha384 -key "$1.key" -config cnf -subj "/CN=${3:-Root}" -extensions "$2" -days 30 -out "$1.pem"
}
issue() { # NAME SECTION [AUTHORITY]
	[ -f "$1.key" ] || key "$1" EC P-384
	openssl req -new -key "$1.key" -config cnf -subj "/CN=$1" -out csr
	openssl x509 -req -in csr -CA "${3:-root}.pem" -CAkey "${3:-root}.key" -extfile cnf -extensions "$2" -sha384 -days 9 \
		-set_serial "0x0$(openssl rand -hex 8)" -out "$1.pem" 2>/dev/null
}
