// Which addresses the server reaches: the tricks first.
import { describe, expect, it } from 'vitest'
import { innerAddresses, refusedAddresses } from '../../test/_inward.ts'
import { isPublicAddress, parseTarget } from './address.ts'

describe('an address the server does not reach', () => {
  it.each(refusedAddresses)('%s', (url) => {
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
  it.each(innerAddresses)('%s', (_, addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false])
  })

  it('is not one that is no address', () => {
    for (const text of ['', 'localhost', '1.2.3', '300.1.1.1', ' 8.8.8.8'])
      expect([text, isPublicAddress(text)]).toEqual([text, false])
  })

  it('is none of the open ones', () => {
    for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])
      expect([address, isPublicAddress(address)]).toEqual([address, true])
  })
})
