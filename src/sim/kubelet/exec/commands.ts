import { chmod, chown, dd, sized } from './attributeCommands.ts'
import { cat, copy, ln, mkdir, rm, rmdir, tee, touch } from './fileCommands.ts'
import { du, ls, readlink, stat } from './listing.ts'
import { df, mount } from './mountCommands.ts'
import { failed, flags, ok, type Program, plain } from './program.ts'
import { date, env, hostname, kill, ps, sleep } from './systemCommands.ts'
import { test } from './testCommand.ts'
import { count, echo, filter, grep, lines, printf } from './textCommands.ts'
import { id, whoami } from './userCommands.ts'

/** What every image with a shell has. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  ':': plain(() => ok()),
  '[': test(true),
  cat,
  cd: plain(() => ok()),
  chmod,
  chown,
  cp: copy('cp'),
  date,
  dd,
  df,
  du,
  echo,
  env,
  export: plain(() => ok()),
  fallocate: sized('fallocate', 'l'),
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
  id,
  kill,
  ln,
  ls,
  mkdir,
  mount,
  mv: copy('mv'),
  printenv: env,
  printf,
  ps,
  pwd: plain(({ path }) => ok(`${path('.')}\n`)),
  rm,
  rmdir,
  set: plain(() => ok()),
  sleep,
  sort: filter((text) => ok(`${lines(text).toSorted().join('\n')}\n`)),
  stat,
  sync: plain(() => ok()),
  tail: filter((text, args) =>
    ok(
      lines(text)
        .slice(-count(args))
        .map((line) => `${line}\n`)
        .join(''),
    ),
  ),
  tee,
  test: test(false),
  touch,
  trap: plain(() => ok()),
  true: plain(() => ok()),
  truncate: sized('truncate', 's'),
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
  readlink,
  whoami,
}
