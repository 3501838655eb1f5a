// Follows the server: events by SSE, and by asking every few seconds while there is no stream.

const EVENT_TYPES = ['job', 'project', 'save', 'container', 'session', 'queue', 'pool'];
const POLL_MILLIS = 5_000;
const RETRY_MILLIS = 5_000;

/** Collects keys and hands them over together, so that a burst of events costs one request each. */
export function coalesce(millis, flush, { set = setTimeout, clear = clearTimeout } = {}) {
  let keys = new Set();
  let timer = null;
  const fire = () => {
    timer = null;
    const taken = keys;
    keys = new Set();
    flush([...taken]);
  };
  return {
    add(key) {
      keys.add(key);
      timer ??= set(fire, millis);
    },
    cancel() {
      if (timer !== null) {
        clear(timer);
      }
      timer = null;
      keys = new Set();
    },
  };
}

export function parseEvent(type, data) {
  try {
    const parsed = JSON.parse(data);
    return parsed && typeof parsed === 'object' ? { ...parsed, event: type } : null;
  } catch {
    return null;
  }
}

/**
 * A hidden page lets its stream go, since a browser keeps only six connections to one server,
 * and catches up by one refresh when it is looked at again.
 *
 * @param onEvent for each event, as {event, projectId, jobId, …}
 * @param onRefresh when events may have been missed
 * @param onState 'live' or 'polling'
 */
export function follow({ onEvent, onRefresh, onState = () => {} }) {
  let source = null;
  let poll = null;
  let retry = null;
  let wasOpen = false;

  const state = (now) => {
    onState(now);
    if (now === 'live') {
      clearInterval(poll);
      poll = null;
    } else {
      poll ??= setInterval(onRefresh, POLL_MILLIS);
    }
  };

  const open = () => {
    close();
    source = new EventSource('/api/events');
    source.onopen = () => {
      state('live');
      // The stream replays what was missed; a refresh is for a server that started anew in between.
      if (wasOpen) {
        onRefresh();
      }
      wasOpen = true;
    };
    source.onerror = () => {
      state('polling');
      // The browser comes back by itself after a broken connection, but not after an error status.
      if (source?.readyState === EventSource.CLOSED) {
        retry ??= setTimeout(() => {
          retry = null;
          if (!document.hidden) {
            open();
          }
        }, RETRY_MILLIS);
      }
    };
    for (const type of EVENT_TYPES) {
      source.addEventListener(type, (message) => {
        const event = parseEvent(type, message.data);
        if (event) {
          onEvent(event);
        }
      });
    }
  };

  const close = () => {
    source?.close();
    source = null;
    clearInterval(poll);
    poll = null;
    clearTimeout(retry);
    retry = null;
  };

  const onVisibility = () => {
    if (document.hidden) {
      close();
    } else if (!source) {
      wasOpen = false;
      onRefresh();
      open();
    }
  };
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
