import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'
import { groupFirst } from './tools/chunks.mjs'
import { picture } from './tools/picture.mjs'

/**
 * The page forbids inline scripts and styles, and the dev server injects both for hot reloading: while developing,
 * the policy is taken out of index.html. The build and the browser tests keep it.
 */
function openPolicyWhileDeveloping(): Plugin {
  return {
    name: 'orrery:dev-policy',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace(/<meta[^>]*http-equiv="Content-Security-Policy"[^>]*>/, ''),
  }
}

/** Browser journeys run under Playwright and benchmarks by hand. */
const exclude = [...configDefaults.exclude, 'tests/e2e/**', 'tests/bench/**', 'tests/golden/**']

export default defineConfig({
  base: './',
  plugins: [react(), openPolicyWhileDeveloping(), picture()],
  resolve: {
    // The browser build of just-bash asks for zlib, which a page does not have.
    alias: {
      'node:zlib': fileURLToPath(new URL('./src/shell/zlibStub.ts', import.meta.url)),
    },
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    // tools/size.mjs reads which chunks load first.
    manifest: true,
    // The policy allows fonts from files only, so none may turn into a data: address.
    assetsInlineLimit: 0,
    // The shell is large and loads on demand; .size-limit.mjs bounds every chunk.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { output: { codeSplitting: { groups: groupFirst() } } },
  },
  server: { open: false },
  test: {
    // A loaded machine is no reason to fail: nothing here is measured by the clock.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude,
        },
      },
      {
        extends: true,
        test: {
          name: 'ui',
          environment: 'jsdom',
          include: ['tests/**/*.test.tsx'],
          exclude,
          setupFiles: ['tests/setupDom.ts'],
        },
      },
    ],
  },
})
