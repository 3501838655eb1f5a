// Saves and snapshots as people remember them: by day, then by hour, in their own time zone.

/**
 * @param saves newest first
 * @returns [{day, hours: [{hour, saves}]}] in the same order; `day` is "Today", "Yesterday" or a date
 */
export function byDayAndHour(saves, now) {
  const days = [];
  for (const save of saves) {
    const at = new Date(save.at ?? '');
    if (Number.isNaN(at.getTime())) {
      continue;
    }
    const day = dayName(at, new Date(now));
    const hour = `${two(at.getHours())}:00`;
    if (days.at(-1)?.day !== day) {
      days.push({ day, hours: [] });
    }
    const { hours } = days.at(-1);
    if (hours.at(-1)?.hour !== hour) {
      hours.push({ hour, saves: [] });
    }
    hours.at(-1).saves.push(save);
  }
  return days;
}

/** "14:05:09", which tells snapshots of one minute apart. */
export function clock(instant) {
  const at = new Date(instant);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function dayName(at, now) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const daysAgo = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (daysAgo === 0) {
    return 'Today';
  }
  return daysAgo === 1 ? 'Yesterday' : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const two = (number) => String(number).padStart(2, '0');
