import { cat, copy, ls, mkdir, rm, test, touch } from './fileCommands.ts'
import { failed, flags, ok, type Program, plain } from './program.ts'
import { date, df, env, hostname, kill, mount, ps, sleep } from './systemCommands.ts'
import { count, echo, filter, grep, lines, printf } from './textCommands.ts'

/** What every image with a shell has. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  ':': plain(() => ok()),
  '[': test(true),
  cat,
  cd: plain(() => ok()),
  chmod: plain(() => ok()),
  chown: plain(() => ok()),
  cp: copy('cp'),
  date,
  df,
  echo,
  env,
  export: plain(() => ok()),
  false: plain(() => failed('')),
  grep,
  head: filter((text, args) =>
    ok(
      lines(text)
        .slice(0, count(args))
        .map((line) => `${line}\n`)
        .join(''),
    ),
  ),
  hostname,
  id: plain(() => ok('uid=0(root) gid=0(root) groups=0(root)\n')),
  kill,
  ls,
  mkdir,
  mount,
  mv: copy('mv'),
  printenv: env,
  printf,
  ps,
  pwd: plain(({ path }) => ok(`${path('.')}\n`)),
  rm,
  set: plain(() => ok()),
  sleep,
  sort: filter((text) => ok(`${lines(text).toSorted().join('\n')}\n`)),
  sync: plain(() => ok()),
  tail: filter((text, args) =>
    ok(
      lines(text)
        .slice(-count(args))
        .map((line) => `${line}\n`)
        .join(''),
    ),
  ),
  test: test(false),
  touch,
  trap: plain(() => ok()),
  true: plain(() => ok()),
  uname: plain(({ inside, args }) =>
    ok(args[0] === '-a' ? `Linux ${inside.pod.metadata.name} x86_64 GNU/Linux\n` : 'Linux\n'),
  ),
  wait: plain(() => ok()),
  wc: filter((text, args) => {
    const total = text.split('\n').length - 1
    const words = text.split(/\s+/).filter((word) => word !== '').length
    const marks = flags(args)
    if (marks.includes('l')) return ok(`${total}\n`)
    if (marks.includes('c')) return ok(`${text.length}\n`)
    return ok(
      `${String(total).padStart(9)} ${String(words).padStart(9)} ${String(text.length).padStart(9)}\n`,
    )
  }),
  whoami: plain(() => ok('root\n')),
}
