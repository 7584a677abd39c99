// Reporting a message in a real browser: by keyboard, with one word more, told when it was looked at; who wrote it sees nothing.
import { makeWorld, testClock } from '@countersign/testkit'
import { expect, it } from 'vitest'
import { settleReport } from '../src/acts/report-message.ts'
import { waitingReports } from '../src/store/reports.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer({ testClock: testClock(Date.now()) })
const world = await makeWorld(server.system, server.clock)
const browser = await appBrowser(server.url)

it('is a sheet with a reason; not for one’s own words; and a notice comes when it was looked at', async () => {
  await world.say('ben', 'buy my pills')
  await world.say('ana', 'no, thanks')
  const path = `/threads/${world.thread}`
  const [ana, ben] = [await browser.at(world.login('ana'), path), await browser.at(world.login('ben'), path)]
  const { page } = ana
  await page.getByRole('button', { name: 'What to do with your message' }).click()
  await page.getByRole('button', { name: 'Delete' }).waitFor()
  expect(await page.getByRole('button', { name: 'Report' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'What to do with the message by Ben' }).click()
  await page.getByRole('button', { name: 'Report' }).focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Report this message' })
  const send = sheet.getByRole('button', { name: 'Report it' })
  expect(await send.isDisabled()).toBe(true)
  expect(await axeFaults(page)).toEqual([])
  await sheet.getByRole('radio', { name: 'It is unwanted advertising' }).check()
  await sheet.getByRole('textbox', { name: 'More, if you like' }).fill('<b>every</b> day')
  await page.keyboard.press('Enter')
  await sheet.getByRole('status').getByText('Reported.').waitFor()
  const [report] = await waitingReports(server.system.app, 10)
  expect(report).toMatchObject({ reason: 'spam', words: '<b>every</b> day', text: 'buy my pills' })
  await settleReport(server.system, report?.id ?? 'report_')
  await page.goto(`${server.url}/privacy`)
  await page.getByText('A message you reported was looked at.').waitFor()
  expect(await ben.page.getByRole('main').textContent()).not.toMatch(/report/i)
  expect([...ana.faults, ...ben.faults]).toEqual([])
  await Promise.all([ana.close(), ben.close()])
})
