import { defineConfig } from '@playwright/test'
import { browserArgs, findBrowser, HOW_TO_INSTALL } from './tools/browser.mjs'

const ADDRESS = 'http://127.0.0.1:4173/'
const executablePath = findBrowser()
if (!executablePath) throw new Error(HOW_TO_INSTALL)

/** Journeys through the built page (`npm run build` first): what a person gets, policy and all. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // One picture for every machine: they are small, and compared with some patience.
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  fullyParallel: false,
  workers: 2,
  // What fails on a machine with too much to do is tried once more there; the summary names it. Here it has to hold.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  globalTimeout: (process.env.CI ? 14 : 20) * 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: ADDRESS,
    trace: 'off',
    screenshot: 'off',
    video: 'off',
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor: 1,
    locale: 'en-US',
    launchOptions: { executablePath, args: browserArgs() },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: 'npx vite preview --host 127.0.0.1 --port 4173 --strictPort',
    url: ADDRESS,
    reuseExistingServer: false,
    timeout: 60_000,
  },
})
