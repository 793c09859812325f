/**
 * The opening scene as a file beside the page: the usual lab, recorded at rest, so that the first picture needs none of
 * the engine. Made anew by every build from the engine itself, and by the dev server whenever it is asked for.
 */
import { isRunnableDevEnvironment, runnerImport } from 'vite'

const SOURCE = '/src/store/labs.ts'
const DEV_URL = '/picture.json'
/** As src/app/start.ts expects it. */
const LAB = 'book'
const SEED = 1

const textOf = (labs) => JSON.stringify(labs.recordLab(LAB, { seed: SEED }))

/** Asked for with the scripts, not after them. */
const linkTo = (href) => ({
  tag: 'link',
  attrs: { rel: 'preload', as: 'fetch', crossorigin: '', href, 'data-picture': true },
  injectTo: 'head',
})

export function picture() {
  let developing = false
  let root = ''
  let file
  return {
    name: 'orrery:picture',
    configResolved(config) {
      developing = config.command === 'serve'
      root = config.root
    },
    async buildStart() {
      if (developing) return
      const { module } = await runnerImport(`${root}${SOURCE}`)
      file = this.emitFile({ type: 'asset', name: 'picture.json', source: textOf(module) })
    },
    configureServer(server) {
      server.middlewares.use(DEV_URL, async (_request, response, next) => {
        try {
          const { ssr } = server.environments
          if (!isRunnableDevEnvironment(ssr))
            throw new Error('The dev server cannot run the engine.')
          const labs = await ssr.runner.import(SOURCE)
          response.setHeader('content-type', 'application/json')
          response.end(textOf(labs))
        } catch (error) {
          next(error)
        }
      })
    },
    transformIndexHtml: {
      order: 'post',
      handler() {
        return [linkTo(developing ? DEV_URL : `./${this.getFileName(file)}`)]
      },
    },
  }
}
