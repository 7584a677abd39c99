// Which addresses the server reaches: the tricks first.
import { describe, expect, it } from 'vitest'
import { isPublicAddress, parseTarget } from './address.ts'

describe('an address the server does not reach', () => {
  it.each([
    'http://partner.example/hook',
    'https://partner.example:8443/hook',
    'https://partner.example:22/',
    'ftp://partner.example/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'gopher://partner.example/',
    'https://user@partner.example/',
    'https://user:secret@partner.example/',
    'https://partner.example./hook',
    'https://localhost/',
    'https://metadata/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0/',
    'https://8.8.8.8/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[2606:4700::1111]/',
    'https://１２７.0.0.1/',
    'https://partner。example/',
    'https:partner.example/hook',
    'https:\\\\partner.example\\hook',
    ' https://partner.example/hook',
    'https://partner.example/a/../b',
    'https://PARTNER.example/',
    'https://partner.example:443/',
    'https://-partner.example/',
    'https://part_ner.example/',
    'https://partner.123/',
    `https://${'a'.repeat(64)}.example/`,
    'http://localhost:4752/',
    'https://localhost:4751/',
    'http://localhost.partner.example:4751/',
    'http://127.0.0.2:4751/',
    'http://0.0.0.0:4751/',
    'http://[::]:4751/',
    'http://partner.example:4751/',
    'http://localhost./',
    '',
  ])('%s', (url) => {
    expect(() => parseTarget(url, [4751])).toThrow('ADDRESS_REFUSED')
  })

  it('is not one of this machine, unless the operator opened that very port', () => {
    expect(() => parseTarget('http://localhost:4751/hook', [])).toThrow('ADDRESS_REFUSED')
    for (const url of ['http://localhost:4751/hook', 'http://127.0.0.1:4751/', 'http://[::1]:4751/'])
      expect(parseTarget(url, [4751]).kind).toBe('local')
    expect(parseTarget('http://localhost/', [80]).kind).toBe('local')
  })
})

it('reaches https and a public name', () => {
  expect(parseTarget('https://partner.example/hook?a=1', [])).toMatchObject({
    kind: 'public',
    host: 'partner.example',
  })
  expect(parseTarget('https://xn--bcher-kva.example', []).kind).toBe('public')
})

describe('an IP address the server does not reach', () => {
  it.each([
    ['this network', ['0.0.0.0', '0.1.2.3']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.255.255', 'fc00::1', 'fdff::1']],
    ['carriers’ own', ['100.64.0.1', '100.127.255.255']],
    ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
    ['link-local, where clouds keep their secrets', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0']],
    ['protocol assignments', ['192.0.0.1', '192.0.0.170', '192.88.99.1', '192.31.196.1', '192.52.193.1']],
    ['documentation', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
    ['benchmarks', ['198.18.0.1', '198.19.255.255', '2001:2::1']],
    ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
    ['reserved', ['240.0.0.1', '255.255.255.255', '4000::1', 'fec0::1', '5f00::1', '100::1']],
    ['unspecified', ['::']],
    ['IPv4 inside IPv6', ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:8.8.8.8']],
    ['translated', ['64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::a00:1']],
    ['6to4 and Teredo', ['2002:7f00:1::', '2002:808:808::1', '2001::1', '2001:0:7f00:1::']],
    ['identities without a place', ['2001:10::1', '2001:20::1', '2001:30::1']],
    ['no address', ['', 'localhost', '1.2.3', '300.1.1.1', ' 8.8.8.8']],
  ])('%s', (_, addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false])
  })

  it('is none of the open ones', () => {
    for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])
      expect([address, isPublicAddress(address)]).toEqual([address, true])
  })
})
