package codeblocking.web.file;

import codeblocking.file.FilePath;
import codeblocking.file.Item;
import codeblocking.file.Listing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder in JSON. */
public record ListingJson(String path, List<EntryJson> entries, boolean truncated) {
  /** One of its entries. */
  public record EntryJson(
      String name,
      String path,
      String type,
      long size,
      Instant modifiedAt,
      @Nullable List<EntryJson> entries) {
    static EntryJson of(Item item) {
      List<Item> inside = item.entries();
      return new EntryJson(
          item.name(),
          item.path(),
          item.type().label(),
          item.size(),
          item.modifiedAt(),
          inside == null ? null : inside.stream().map(EntryJson::of).toList());
    }
  }

  static ListingJson of(Listing listing) {
    return new ListingJson(
        listing.path(),
        listing.entries().stream().map(EntryJson::of).toList(),
        listing.truncated());
  }

  static Optional<ListingJson> emptyRoot(FilePath folder) {
    return folder.isRoot() ? Optional.of(new ListingJson("", List.of(), false)) : Optional.empty();
  }
}
