package dev.byoml.transforms.template;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A template as it is written: what each key of the YAML file means.
 *
 * @param description what the template is for; has no effect
 * @param format how a line holds fields, {@code json} if left out
 * @param columns for {@code tsv} and {@code csv}: the names of the columns from left to right
 * @param optionalColumns for {@code tsv} and {@code csv}: names of further columns that a line may
 *     leave out from the right
 * @param header for {@code tsv} and {@code csv}: whether the first line of a file names columns and
 *     is left out
 * @param rows conditions that a row has to meet to be an access, in the order they are tested
 * @param tenant the tenant; {@code 0} if left out
 * @param time the time of the access
 * @param user who acted
 * @param resource what was touched
 * @param count how many accesses a row stands for; 1 if left out
 * @param itemId identity of a row by which repetitions are known; none if left out
 * @param noise conditions any of which takes an access out, in the order they are tested
 * @param entities identifiers for investigations; all unknown if left out
 * @param parameters how a model is trained unless the command line says otherwise; none if left out
 */
record TemplateDefinition(
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String description,
    RowFormat format,
    List<String> columns,
    List<String> optionalColumns,
    boolean header,
    List<Condition> rows,
    Expression tenant,
    Expression time,
    Expression user,
    Expression resource,
    Expression count,
    Expression itemId,
    List<Condition> noise,
    EntityValues.Expressions entities,
    TemplateParameters parameters) {

  private static final Expression ONE_TENANT =
      new Expression(null, "0", null, null, null, null, null, false, false);
  private static final EntityValues.Expressions NO_ENTITIES =
      new EntityValues.Expressions(null, null, null, null, null, null);

  TemplateDefinition {
    format = format == null ? RowFormat.JSON : format;
    columns = columns == null ? List.of() : Expression.checkedList("columns", columns);
    optionalColumns =
        optionalColumns == null
            ? List.of()
            : Expression.checkedList("optionalColumns", optionalColumns);
    rows = rows == null ? List.of() : Expression.checkedList("rows", rows);
    noise = noise == null ? List.of() : Expression.checkedList("noise", noise);
    tenant = tenant == null ? ONE_TENANT : tenant;
    entities = entities == null ? NO_ENTITIES : entities;
  }

  /**
   * Checks that the parts are there and fit each other.
   *
   * @throws IllegalArgumentException if not
   */
  void check() {
    checkGiven("time", time);
    checkGiven("user", user);
    checkGiven("resource", resource);
    if (format == RowFormat.JSON) {
      check(
          columns.isEmpty() && optionalColumns.isEmpty() && !header,
          "columns, optionalColumns and header go with format tsv or csv, not json");
    } else {
      checkColumns();
    }
    check(
        Stream.concat(values(rows), keyAndEntities()).noneMatch(Expression::usesPart),
        "part is known in noise only");
  }

  /** The fields that the template looks at, each once, in a fixed order. */
  List<String> fields() {
    return Stream.of(values(rows), keyAndEntities(), values(noise))
        .flatMap(each -> each)
        .flatMap(Expression::fields)
        .distinct()
        .toList();
  }

  private static Stream<Expression> values(List<Condition> conditions) {
    return conditions.stream().map(Condition::value);
  }

  private Stream<Expression> keyAndEntities() {
    return Stream.of(Stream.of(tenant, time, user, resource, count, itemId), entities.all())
        .flatMap(each -> each)
        .filter(Objects::nonNull);
  }

  private void checkColumns() {
    check(!columns.isEmpty(), "the key columns is missing; tsv and csv need it");
    Set<String> known = new HashSet<>();
    Stream.concat(columns.stream(), optionalColumns.stream())
        .forEach(column -> check(known.add(column), "two columns are called " + column));
    fields().forEach(field -> check(known.contains(field), "no column is called " + field));
  }

  private static void checkGiven(String key, Expression expression) {
    check(expression != null, "the key " + key + " is missing");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
