// Which rows are ticked; or all that the filter fits, also those on no page yet.

export class Selection {
  ids = new Set();
  isAll = false;

  get size() {
    return this.ids.size;
  }

  get isEmpty() {
    return !this.isAll && this.ids.size === 0;
  }

  has(id) {
    return this.isAll || this.ids.has(id);
  }

  hasAll(ids) {
    return ids.length > 0 && ids.every((id) => this.has(id));
  }

  /** A row unticked out of all leaves those that are on the page. */
  tick(ids, isTicked) {
    this.isAll = false;
    ids.forEach((id) => (isTicked ? this.ids.add(id) : this.ids.delete(id)));
  }

  all() {
    this.isAll = true;
    this.ids.clear();
  }

  clear() {
    this.isAll = false;
    this.ids.clear();
  }

  /** What is seen no more is not acted on. */
  keep(shown) {
    const seen = new Set(shown);
    this.ids = new Set([...this.ids].filter((id) => seen.has(id)));
  }
}
