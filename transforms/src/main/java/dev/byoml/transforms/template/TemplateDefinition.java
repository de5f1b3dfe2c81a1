package dev.byoml.transforms.template;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.byoml.transforms.value.Aliases;
import dev.byoml.transforms.value.EventTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
 * @param shapes name of a built-in set of definitions, which is used as if it stood here; none if
 *     left out
 * @param open fields whose text is JSON or the XML of an event; {@code FIELD.NAME} is a field in it
 * @param define names for values: where another value of the template names such a field, this
 *     value is meant. A definition may use those before it
 * @param timeFormats how times are written, tried in this order before ISO-8601: patterns of {@link
 *     java.time.format.DateTimeFormatter}, {@code epochSeconds} or {@code epochMilliseconds}
 * @param timeZone zone of times that name none; UTC if left out
 * @param rows conditions that a row has to meet to be an access, in the order they are tested
 * @param tenant the tenant; {@code 0} if left out
 * @param time the time of the access
 * @param user who acted
 * @param resource what was touched
 * @param count how many accesses a row stands for; 1 if left out
 * @param itemId identity of a row by which repetitions are known; none if left out
 * @param noise conditions any of which takes an access out, in the order they are tested
 * @param entities identifiers for investigations; all unknown if left out
 * @param aliases for names of users, resources and hosts the names that they stand for; none if
 *     left out
 * @param parameters how a model is trained unless the command line says otherwise; none if left out
 */
record TemplateDefinition(
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String description,
    RowFormat format,
    List<String> columns,
    List<String> optionalColumns,
    boolean header,
    String shapes,
    List<String> open,
    Map<String, Expression> define,
    List<String> timeFormats,
    String timeZone,
    List<Condition> rows,
    Expression tenant,
    Expression time,
    Expression user,
    Expression resource,
    Expression count,
    Expression itemId,
    List<Condition> noise,
    EntityValues.Expressions entities,
    Map<String, String> aliases,
    TemplateParameters parameters) {

  private static final int MOST_NAMED = 4;
  private static final Expression ONE_TENANT = Expression.ofLiteral("0");
  private static final EntityValues.Expressions NO_ENTITIES =
      new EntityValues.Expressions(null, null, null, null, null, null);

  TemplateDefinition {
    format = format == null ? RowFormat.JSON : format;
    columns = columns == null ? List.of() : Expression.checkedList("columns", columns);
    optionalColumns =
        optionalColumns == null
            ? List.of()
            : Expression.checkedList("optionalColumns", optionalColumns);
    open = open == null ? List.of() : Expression.checkedList("open", open);
    define = define == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(define));
    timeFormats =
        timeFormats == null ? List.of() : Expression.checkedList("timeFormats", timeFormats);
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
    define.forEach((name, value) -> check(value != null, "define: " + name + " has no value"));
    EventTime.of(timeFormats, timeZone);
    joined();
    check(
        Stream.of(values(rows), define.values().stream(), keyAndEntities())
            .flatMap(each -> each)
            .noneMatch(Expression::usesPart),
        "part is known in noise only");
  }

  /** Which names stand for which others. */
  Aliases joined() {
    return aliases == null ? Aliases.of(Map.of()) : Aliases.of(aliases);
  }

  /** This template with what {@code set} opens and defines before its own, in place of its name. */
  TemplateDefinition with(TemplateDefinition set) {
    Map<String, Expression> definitions = new LinkedHashMap<>(set.define);
    definitions.putAll(define);
    return new TemplateDefinition(
        description,
        format,
        noneIfEmpty(columns),
        noneIfEmpty(optionalColumns),
        header,
        null,
        Stream.concat(set.open.stream(), open.stream()).distinct().toList(),
        definitions,
        noneIfEmpty(timeFormats),
        timeZone,
        noneIfEmpty(rows),
        tenant,
        time,
        user,
        resource,
        count,
        itemId,
        noneIfEmpty(noise),
        entities,
        aliases,
        parameters);
  }

  /** This template without definitions: the values stand where their names stood. */
  TemplateDefinition resolved() {
    Map<String, Expression> defined = new LinkedHashMap<>();
    define.forEach((name, value) -> defined.put(name, value.resolve(defined)));
    return new TemplateDefinition(
        description,
        format,
        noneIfEmpty(columns),
        noneIfEmpty(optionalColumns),
        header,
        null,
        noneIfEmpty(open),
        null,
        noneIfEmpty(timeFormats),
        timeZone,
        noneIfEmpty(resolved(rows, defined)),
        tenant.resolve(defined),
        time.resolve(defined),
        user.resolve(defined),
        resource.resolve(defined),
        count == null ? null : count.resolve(defined),
        itemId == null ? null : itemId.resolve(defined),
        noneIfEmpty(resolved(noise, defined)),
        entities.resolve(defined),
        aliases,
        parameters);
  }

  private static List<Condition> resolved(
      List<Condition> conditions, Map<String, Expression> defined) {
    return conditions.stream().map(condition -> condition.resolve(defined)).toList();
  }

  private static <T> List<T> noneIfEmpty(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  /** The fields that the template looks at, each once, in a fixed order. */
  List<String> fields() {
    return Stream.of(values(rows), keyAndEntities(), values(noise))
        .flatMap(each -> each)
        .flatMap(Expression::fields)
        .flatMap(field -> Stream.concat(Stream.of(field), openedFor(field).stream()))
        .distinct()
        .toList();
  }

  /** What cannot be made where fields are given as {@code given} says, or nothing. */
  Optional<String> lack(Predicate<String> given) {
    Map<String, Expression> needed = new LinkedHashMap<>();
    needed.put("time", time);
    needed.put("user", user);
    needed.put("resource", resource);
    needed.put("tenant", tenant);
    if (count != null) {
      needed.put("count", count);
    }
    rows.stream()
        .filter(condition -> !condition.orMissing())
        .forEach(
            condition -> needed.put("the condition " + condition.countAs(), condition.value()));
    return needed.entrySet().stream()
        .filter(part -> !part.getValue().canBeMade(given))
        .map(
            part ->
                part.getKey()
                    + " ("
                    + part.getValue()
                        .fields()
                        .filter(field -> !given.test(field))
                        .distinct()
                        .limit(MOST_NAMED)
                        .collect(Collectors.joining(", "))
                    + ")")
        .reduce((one, other) -> one + ", " + other);
  }

  /** The field in whose text {@code field} may stand. */
  Optional<String> openedFor(String field) {
    return open.stream().filter(column -> field.startsWith(column + ".")).findFirst();
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
    resolved()
        .fields()
        .forEach(field -> check(known.contains(field), "no column is called " + field));
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
