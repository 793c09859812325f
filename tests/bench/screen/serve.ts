import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const OUT = join(import.meta.dirname, '../../../node_modules/.cache/bench-screen')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** Builds the page of the bench into a folder; BENCH_PAGE names one that is built already, to measure a former state. */
export async function bundle(): Promise<string> {
  const built = process.env.BENCH_PAGE
  if (built) return built
  await build({
    configFile: false,
    plugins: [react()],
    root: import.meta.dirname,
    base: './',
    logLevel: 'error',
    publicDir: false,
    build: { outDir: OUT, emptyOutDir: true, target: 'es2022' },
  })
  return OUT
}

export interface Served {
  readonly server: Server
  readonly address: string
}

export function serve(folder: string): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = join(folder, pathname === '/' ? 'index.html' : pathname)
    if (!existsSync(file) || statSync(file).isDirectory()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      resolve({ server, address: `http://127.0.0.1:${port}/` })
    })
  })
}
