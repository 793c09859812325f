import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { pod, run } from './hands.ts'
import { watchTroubles } from './page.ts'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))
const FOLDER = '/some/path/'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** A file server that knows nothing about the page. */
function serve(): Promise<Server> {
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const rest = pathname.startsWith(FOLDER) ? pathname.slice(FOLDER.length) : undefined
    const file = rest === undefined ? undefined : normalize(join(DIST, rest || 'index.html'))
    try {
      if (!file?.startsWith(DIST)) throw new Error('outside')
      const content = await readFile(file)
      const type = TYPES[extname(file)] ?? 'application/octet-stream'
      response.writeHead(200, { 'content-type': type }).end(content)
    } catch {
      response.writeHead(404).end()
    }
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

test('the build works under any folder of a plain file server', async ({ page }) => {
  const server = await serve()
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const troubles = await watchTroubles(page, origin)
    await page.goto(`${origin}${FOLDER}?lang=en`)
    await expect(pod(page, 'web-.*')).toHaveCount(3)
    expect(await run(page, 'echo shell | tr a-z A-Z')).toContain('SHELL')
    await page.getByRole('banner').getByRole('button', { name: 'Apply' }).click()
    await expect(page.getByRole('dialog', { name: 'Apply YAML' })).toBeVisible()
    expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
