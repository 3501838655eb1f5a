import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../src/ide/connection.js';
import { ACK_EVERY } from '../src/ide/protocol.js';

/** A page with one terminal, sockets that the test plays the server of, and a clock that it turns. */
function page({ ticket = async () => 'T' } = {}) {
  const sockets = [];
  const log = [];
  const timers = [];
  let now = 0;
  let cols = 80;
  class FakeSocket {
    sent = [];
    isClosed = false;
    constructor(url) {
      this.url = new URL(url);
      sockets.push(this);
    }
    send(data) {
      this.sent.push(typeof data === 'string' ? JSON.parse(data) : new TextDecoder().decode(data));
    }
    close() {
      this.isClosed = true;
    }
    says(message) {
      this.onmessage({ data: JSON.stringify(message) });
    }
    writes(text) {
      this.onmessage({ data: new TextEncoder().encode(text).buffer });
    }
    drops(code = 1006, reason = '') {
      this.onclose({ code, reason });
    }
  }
  const connection = new Connection({
    projectId: 'p',
    terminal: 'main',
    ticket,
    size: () => ({ cols, rows: 24 }),
    on: {
      state: (state, details) => log.push([state, details]),
      output: (bytes, done) => (log.push(['output', new TextDecoder().decode(bytes)]), done()),
      reset: () => log.push(['reset']),
      save: (message) => log.push(['save', message.state]),
      workspace: ({ state }) => log.push(['workspace', state]),
      notice: ({ message }) => log.push(['notice', message]),
      typed: () => {},
      exit: (code) => log.push(['exit', code]),
      progress: ({ stage }) => log.push(['progress', stage]),
    },
    world: {
      WebSocket: FakeSocket,
      page: 'http://localhost/ide/p',
      setTimeout: (work, millis) => timers.push({ work, at: now + millis }) - 1,
      clearTimeout: (timer) => timer !== null && (timers[timer].work = () => {}),
      now: () => now,
      random: () => 0.5,
    },
  });
  const settle = () => new Promise((go) => setImmediate(go));
  return {
    connection,
    sockets,
    log,
    names: () => log.map(([name]) => name),
    last: () => sockets.at(-1),
    resizeTo: (width) => (cols = width),
    async connect() {
      connection.connect();
      await settle();
      return sockets.at(-1);
    },
    async pass(millis) {
      now += millis;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        const { work } = timer;
        timer.work = () => {};
        work();
      }
      await settle();
    },
  };
}
const type = (connection, text) => connection.type(new TextEncoder().encode(text));

test('progress is told until the terminal is attached', async () => {
  const { connect, names, log } = page();
  const socket = await connect();
  assert.equal(socket.url.searchParams.get('ticket'), 'T');
  assert.equal(socket.url.searchParams.has('offset'), false);
  socket.says({ type: 'progress', stage: 'queued', millis: 3 });
  socket.says({ type: 'attached', terminal: 'main', offset: 0, warm: true });
  socket.writes('$ ');
  assert.deepEqual(names(), ['connecting', 'warming', 'progress', 'attached', 'output']);
  assert.equal(log[3][1].fresh, true);
});

test('a lost connection comes back with the offset it has seen, and nothing is drawn twice', async () => {
  const { connect, pass, last, names } = page();
  const socket = await connect();
  socket.says({ type: 'attached', offset: 100 });
  socket.writes('12345');
  socket.drops();
  await pass(500);
  assert.equal(last().url.searchParams.get('offset'), '105');
  last().says({ type: 'attached', offset: 105 });
  assert.ok(!names().includes('reset'));
});

test('bytes that are held no more are replaced by a new screen', async () => {
  const { connect, pass, last, names } = page();
  (await connect()).says({ type: 'attached', offset: 0 });
  last().writes('old');
  last().drops();
  await pass(500);
  last().says({ type: 'attached', offset: 70_000 });
  last().writes('new');
  assert.deepEqual(names().slice(-3), ['reset', 'attached', 'output']);
});

test('one that is too slow reconnects at once, but does not spin', async () => {
  const { connect, pass, last, sockets, log } = page();
  (await connect()).says({ type: 'attached', offset: 0 });
  last().drops(4408);
  await pass(0);
  assert.equal(sockets.length, 2);
  last().says({ type: 'attached', offset: 0 });
  last().drops(4408);
  await pass(0);
  assert.equal(sockets.length, 2);
  assert.equal(log.at(-1)[0], 'reconnecting');
  await pass(1_000);
  assert.equal(sockets.length, 3);
});

test('waits grow while the server is away, and are short again after a good connection', async () => {
  const { connect, pass, last, log } = page();
  await connect();
  const waits = [];
  for (const expected of [500, 1_000, 2_000]) {
    last().drops(1001);
    waits.push(log.at(-1)[1].until);
    await pass(expected);
  }
  assert.deepEqual(waits, [500, 1_500, 3_500]);
  last().says({ type: 'attached', offset: 0 });
  await pass(11_000);
  last().drops(1001);
  assert.equal(log.at(-1)[1].until - 14_500, 500);
});

test('a project that is stopped or gone is left in peace', async () => {
  for (const code of [1000, 4404, 4409, 4500]) {
    const { connect, pass, sockets, log } = page();
    (await connect()).drops(code, 'because');
    await pass(120_000);
    assert.equal(sockets.length, 1, String(code));
    assert.equal(log.at(-1)[0], 'closed');
  }
});

test('starting again after the end begins on an empty screen', async () => {
  const { connect, last, names } = page();
  const first = await connect();
  first.says({ type: 'attached', offset: 0 });
  first.writes('bye');
  first.says({ type: 'exit', code: 0 });
  first.drops(1000);
  await connect();
  assert.equal(last().url.searchParams.has('offset'), false);
  last().says({ type: 'attached', offset: 0 });
  assert.deepEqual(names().slice(-3), ['connecting', 'reset', 'attached']);
});

test('what is typed while the line is broken reaches the same shell, and no other', async () => {
  for (const [offset, expected] of [[0, ['ls\r']], [9, []]]) {
    const { connect, connection, pass, last } = page();
    (await connect()).says({ type: 'attached', offset: 0 });
    last().drops();
    type(connection, 'ls\r');
    await pass(500);
    last().says({ type: 'attached', offset });
    assert.deepEqual(last().sent, expected);
  }
});

test('what is typed while the container warms up is sent to it', async () => {
  const { connect, connection, last } = page();
  await connect();
  type(connection, 'make\r');
  last().says({ type: 'attached', offset: 0 });
  assert.deepEqual(last().sent, ['make\r']);
});

test('a size that changed on the way is told once attached, and only when it is another', async () => {
  const { connect, connection, resizeTo } = page();
  const socket = await connect();
  resizeTo(120);
  connection.resize();
  socket.says({ type: 'attached', offset: 0 });
  connection.resize();
  assert.deepEqual(socket.sent, [{ type: 'resize', cols: 120, rows: 24 }]);
});

test('what is on the screen is acknowledged', async () => {
  const { connect } = page();
  const socket = await connect();
  socket.says({ type: 'attached', offset: 50 });
  socket.writes('x'.repeat(ACK_EVERY));
  assert.deepEqual(socket.sent, [{ type: 'ack', offset: 50 + ACK_EVERY }]);
});

test('a ticket that is refused is a refusal of the terminal', async () => {
  const refusal = (status, more) => page({ ticket: async () => { throw { status, message: 'words', ...more }; } });
  const gone = refusal(404);
  await gone.connect();
  assert.equal(gone.log.at(-1)[0], 'closed');
  assert.equal(gone.log.at(-1)[1].words, 'words');
  const limited = refusal(429, { retryAfter: 7 });
  await limited.connect();
  assert.equal(limited.log.at(-1)[1].until, 7_000);
  const away = refusal(0);
  await away.connect();
  assert.equal(away.log.at(-1)[0], 'reconnecting');
});

test('an old ticket is replaced, but a sign-in that is over ends it', async () => {
  const { connect, pass, last, sockets, log } = page();
  await connect();
  for (let i = 0; i < 4; i += 1) {
    last().drops(4401);
    await pass(5_000);
  }
  assert.equal(sockets.length, 4);
  assert.equal(log.at(-1)[0], 'closed');
  assert.equal(log.at(-1)[1].signIn, true);
});

test('a server that accepts and then says nothing is given up', async () => {
  const { connect, pass, log, last } = page();
  await connect();
  const first = last();
  await pass(20_000);
  assert.ok(first.isClosed);
  assert.ok(log.some(([name]) => name === 'reconnecting'));
});

test('after it was closed nothing is heard any more', async () => {
  const { connect, connection, pass, log, sockets } = page();
  await connect();
  connection.close();
  const heard = log.length;
  await pass(60_000);
  assert.equal(log.length, heard);
  assert.equal(sockets.length, 1);
});

test('saves, notices and the end are passed on', async () => {
  const { connect, log } = page();
  const socket = await connect();
  socket.says({ type: 'attached', offset: 0 });
  socket.says({ type: 'save', state: 'saved' });
  socket.says({ type: 'notice', message: 'idle' });
  socket.says({ type: 'somethingNew' });
  socket.says({ type: 'exit', code: 3 });
  assert.deepEqual(log.slice(-3), [['save', 'saved'], ['notice', 'idle'], ['exit', 3]]);
});

test('the modes of the place come before its output and are not counted; the shell is named on the way back', async () => {
  const { connect, pass, last, log } = page();
  const socket = await connect();
  socket.says({ type: 'attached', offset: 4096, shell: 's1', screen: '\x1b[?1049h' });
  socket.writes('vim');
  socket.drops();
  await pass(500);
  assert.deepEqual(log.filter(([name]) => name === 'output').map(([, text]) => text), ['\x1b[?1049h', 'vim']);
  assert.equal(last().url.searchParams.get('offset'), '4099');
  assert.equal(last().url.searchParams.get('shell'), 's1');
});
