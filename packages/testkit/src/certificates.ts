// Certificates for tests of TLS: an authority of the moment and what it vouches for.

import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'

/** A certificate authority nobody trusts unless told to. */
export interface Authority {
  /** Its own certificate (PEM). */
  readonly certificate: string
  /** A certificate for a server of that name, and its key (PEM); good for a day. */
  issue(host: string): { readonly certificate: string; readonly key: string }
}

/** Makes an authority with a key of its own. */
export function makeAuthority(): Authority {
  const subject = [{ name: 'commonName', value: 'Countersign test authority' }]
  const own = keyPair()
  const certificate = signed(own, subject, own.privateKey, subject, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ])
  return {
    certificate,
    issue(host) {
      const server = keyPair()
      const extensions = [
        { name: 'subjectAltName', altNames: [{ type: dnsName, value: host }] },
        { name: 'extKeyUsage', serverAuth: true },
      ]
      const name = [{ name: 'commonName', value: host }]
      return { certificate: signed(server, name, own.privateKey, subject, extensions), key: server.pem }
    },
  }
}

/** RFC 5280 §4.2.1.6: a GeneralName that is a dNSName. */
const dnsName = 2
const dayMs = 86_400_000

interface KeyPair {
  readonly pem: string
  readonly privateKey: forge.pki.PrivateKey
  readonly publicKey: forge.pki.PublicKey
}

/** RSA, the one kind forge signs with; made by Node, which is a hundred times quicker. */
function keyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    pem: privateKey,
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey),
  }
}

function signed(
  { publicKey }: KeyPair,
  subject: forge.pki.CertificateField[],
  by: forge.pki.PrivateKey,
  issuer: forge.pki.CertificateField[],
  extensions: object[],
): string {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`
  certificate.validity.notBefore = new Date(Date.now() - dayMs)
  certificate.validity.notAfter = new Date(Date.now() + dayMs)
  certificate.setSubject(subject)
  certificate.setIssuer(issuer)
  certificate.setExtensions(extensions)
  certificate.sign(by as forge.pki.rsa.PrivateKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}
