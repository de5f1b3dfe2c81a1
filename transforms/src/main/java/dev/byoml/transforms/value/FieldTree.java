package dev.byoml.transforms.value;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the fields of a template are found in an object. A field {@code a.b.c} is a member of that
 * name, or the member {@code b.c} of a member {@code a}, and so on. Immutable.
 */
public final class FieldTree {
  private static final int NONE = -1;
  private static final char DOT = '.';

  private final int field;
  private final int fields;
  private final Map<String, FieldTree> members;

  private FieldTree(int field, int fields, Map<String, FieldTree> members) {
    this.field = field;
    this.fields = fields;
    this.members = members;
  }

  /** The places of {@code fields}, each known by its position in the list. */
  public static FieldTree of(List<String> fields) {
    Map<String, Integer> paths = new TreeMap<>();
    for (int i = 0; i < fields.size(); i++) {
      paths.put(fields.get(i), i);
    }
    return of(NONE, paths);
  }

  private static FieldTree of(int field, Map<String, Integer> paths) {
    Map<String, Map<String, Integer>> below = new TreeMap<>();
    paths.forEach(
        (path, number) -> {
          below.computeIfAbsent(path, unseen -> new TreeMap<>());
          for (int dot = path.indexOf(DOT); dot >= 0; dot = path.indexOf(DOT, dot + 1)) {
            below
                .computeIfAbsent(path.substring(0, dot), unseen -> new TreeMap<>())
                .put(path.substring(dot + 1), number);
          }
        });
    Map<String, FieldTree> members = new HashMap<>();
    below.forEach((name, rest) -> members.put(name, of(paths.getOrDefault(name, NONE), rest)));
    return new FieldTree(field, paths.size() + (field < 0 ? 0 : 1), members);
  }

  /** What is at and below the member of that name, or null if that is nothing. */
  public FieldTree member(String name) {
    return members.get(name);
  }

  /** Position of the field that stands here, or -1 if only some below it do. */
  public int field() {
    return field;
  }

  /** How many fields stand here and below. */
  public int fields() {
    return fields;
  }

  /** Whether fields stand below. */
  public boolean hasMembers() {
    return !members.isEmpty();
  }
}
