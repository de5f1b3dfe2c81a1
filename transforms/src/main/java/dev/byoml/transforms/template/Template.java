package dev.byoml.transforms.template;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.carry.Carried;
import dev.byoml.model.carry.LargeValue;
import dev.byoml.transforms.value.Aliases;
import dev.byoml.transforms.value.EventTime;
import dev.byoml.transforms.value.FieldTree;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says which rows of a table are accesses and which of their fields are tenant, time, user and
 * resource. A template is data: it is written in YAML, and {@link #definition()} carries it to
 * workers and into models. Immutable, so threads may share it.
 */
public final class Template extends LargeValue {
  private static final long serialVersionUID = 1L;

  private final transient String name;
  private final transient TemplateDefinition written;
  private final transient String definition;
  private final transient List<String> fields;
  private final transient FieldTree tree;
  private final transient EventTime times;
  private final transient Aliases aliases;
  private final transient List<Filter> rows;
  private final transient Value tenant;
  private final transient Value time;
  private final transient Value user;
  private final transient Value resource;
  private final transient Value count;
  private final transient Value itemId;
  private final transient List<Filter> noise;
  private final transient EntityValues entities;

  private Template(String name, TemplateDefinition definition) {
    this.name = name;
    this.written = definition.resolved();
    this.definition = TemplateReader.write(definition);
    this.fields = written.fields();
    this.tree = FieldTree.of(fields);
    this.times = EventTime.of(written.timeFormats(), written.timeZone());
    this.aliases = written.joined();
    Values keyValues = new Values(fields, false);
    Values otherValues = new Values(fields, true);
    this.rows = filters(written.rows(), otherValues);
    this.tenant = keyValues.of(written.tenant());
    this.time = keyValues.of(written.time());
    this.user = keyValues.of(written.user());
    this.resource = keyValues.of(written.resource());
    this.count = keyValues.of(written.count());
    this.itemId = keyValues.of(written.itemId());
    this.noise = filters(written.noise(), otherValues);
    this.entities = new EntityValues(written.entities(), otherValues);
  }

  /**
   * Reads a template.
   *
   * @param name name of a built-in template or path of a file, for messages and the model
   * @param text the template in YAML, or as {@link #definition()} gave it
   * @throws IllegalArgumentException if it is not a valid template; the message is one line that
   *     says where and what is expected
   */
  public static Template parse(String name, String text) {
    requireNonNull(name, "name");
    try {
      return new Template(name, TemplateReader.read(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("template " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  protected void write(DataOutputStream out) throws IOException {
    Carried.writeText(name, out);
    Carried.writeText(definition, out);
  }

  @Override
  protected Carried.Reader<Template> reader() {
    return in -> parse(Carried.readText(in), Carried.readText(in));
  }

  /** Name of a built-in template, or path of the user's own. */
  public String name() {
    return name;
  }

  /**
   * The template as text in canonical form, without comments and description: the same for all
   * spellings of a template, and enough to {@linkplain #parse(String, String) read} it again.
   */
  public String definition() {
    return definition;
  }

  /**
   * The same template by which further names stand for others.
   *
   * @param more for each name the one that it stands for; goes before those that there are
   * @throws IllegalArgumentException if they do not fit; the message is one line
   */
  public Template withAliases(Map<String, String> more) {
    return more.isEmpty() ? this : parse(name, TemplateReader.withAliases(definition, more));
  }

  /**
   * The same template by which an account that ends in {@code $} is noise only if a computer is
   * called so; others are managed service accounts, which are scored.
   *
   * @param computers names of computers without their domain
   * @throws IllegalArgumentException if the template has no noise {@code machineAccount}, or there
   *     are too many; the message is one line
   */
  public Template withComputers(Collection<String> computers) {
    return parse(name, TemplateReader.withComputers(definition, computers));
  }

  /** The name that stands for a part of the key that a row names so. */
  public String joined(KeyPart part, String text) {
    if (aliases.isEmpty() || part == KeyPart.TENANT) {
      return text;
    }
    String other = aliases.of(text);
    return expression(part).lowerCase() ? other.toLowerCase(Locale.ROOT) : other;
  }

  /** How a line holds fields. */
  public RowFormat format() {
    return written.format();
  }

  /** For TSV and CSV: the columns that each line has, from left to right. */
  public List<String> columns() {
    return written.columns();
  }

  /** For TSV and CSV: the columns that may follow. */
  public List<String> optionalColumns() {
    return written.optionalColumns();
  }

  /** For TSV and CSV: whether the first line of a file is not a row. */
  public boolean hasHeader() {
    return written.header();
  }

  /** The fields the template looks at; their positions are what {@link Row} calls a field. */
  public List<String> fields() {
    return fields;
  }

  /**
   * What rows with columns of these names alone lack for being an access, with the names that it
   * may have; nothing if they lack nothing.
   */
  public Optional<String> lack(Collection<String> names) {
    return written.lack(
        field ->
            names.contains(field) || written.openedFor(field).filter(names::contains).isPresent());
  }

  /** Where these fields are found in an object and in the objects within it. */
  public FieldTree tree() {
    return tree;
  }

  /** A row for these fields, still empty. */
  public Row newRow() {
    return new Row(
        fields,
        fields.stream()
            .mapToInt(field -> written.openedFor(field).map(fields::indexOf).orElse(Row.NO_FIELD))
            .toArray());
  }

  /** The filters that must all hold for an access, in the order they are tested. */
  public List<Filter> rows() {
    return rows;
  }

  /** The tenant. */
  public Value tenant() {
    return tenant;
  }

  /** The time, as text. */
  public Value time() {
    return time;
  }

  /** How such a text is read. */
  public EventTime times() {
    return times;
  }

  /** Who acted. */
  public Value user() {
    return user;
  }

  /** What was touched. */
  public Value resource() {
    return resource;
  }

  /** How many accesses the row stands for, as text; {@link #hasCount()} says if there is one. */
  public Value count() {
    return count;
  }

  /** Whether rows carry a count; without one each is a single access. */
  public boolean hasCount() {
    return written.count() != null;
  }

  /** Identity of the row; missing where rows have none. */
  public Value itemId() {
    return itemId;
  }

  /**
   * The filters none of which may hold for an access, in the order they are tested. They may need
   * the {@linkplain Row#setPart parts} of the row's key.
   */
  public List<Filter> noise() {
    return noise;
  }

  /** How a model is trained of these accesses where the command line does not say otherwise. */
  public TemplateParameters parameters() {
    return written.parameters() == null ? TemplateParameters.NONE : written.parameters();
  }

  /** The entities of the access. */
  public EntityValues entities() {
    return entities;
  }

  /** The fields that the filters of {@link #rows()} look at. */
  public int[] fieldsOfRows() {
    return positions(written.rows().stream().map(Condition::value).flatMap(Expression::fields));
  }

  /**
   * The name under which a row is filtered by {@link #rows()} whatever it holds beside the fields
   * that were read of it so far; nothing while that is not certain.
   */
  public Optional<String> certainFilter(Row row) {
    List<Filter> open = new ArrayList<>();
    for (Filter filter : rows()) {
      int deciding = fields.indexOf(filter.expression().decidingField());
      if (deciding < 0 || !row.isGiven(deciding) || row.text(deciding, true).isBlank()) {
        open.add(filter);
      } else if (!filter.holds(row)) {
        String name = filter.name(row);
        return open.stream().allMatch(other -> other.countsOnlyAs(name))
            ? Optional.of(name)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A memory of what is made by the filters of {@link #rows()}. */
  public <T> KnownValues<T> memoryOfRows() {
    return memory(written.rows().stream().map(Condition::value));
  }

  /**
   * A memory of what is made of a part of the key, of these filters, and of the entities that go
   * with the part: the account's with the user, the computer's with the resource.
   *
   * @param filters filters that look at no part of the key but this one
   */
  public <T> KnownValues<T> memoryOf(KeyPart part, Collection<Filter> filters) {
    Stream<Expression> ofEntities =
        switch (part) {
          case TENANT -> Stream.empty();
          case USER -> written.entities().ofActor();
          case RESOURCE -> written.entities().ofComputer();
        };
    return memory(
        Stream.of(Stream.of(expression(part)), filters.stream().map(Filter::expression), ofEntities)
            .flatMap(each -> each));
  }

  /** A memory of the address that an access comes from. */
  public KnownValues<String> memoryOfAddress() {
    return memory(written.entities().ofAddress());
  }

  /** The fields that the entities are made from, and those in whose texts these may stand. */
  public int[] fieldsOfEntities() {
    List<String> used = written.entities().all().flatMap(Expression::fields).toList();
    return positions(Stream.concat(used.stream(), columnsOf(used)));
  }

  /** Whether a filter looks at a part of the key. */
  public boolean usesPart(Filter filter) {
    return filter.expression().usesPart();
  }

  /** Whether a filter of {@link #noise()} looks at nothing that {@code part} is not made from. */
  public boolean dependsOn(Filter filter, KeyPart part) {
    return filter.expression().parts().allMatch(part::equals)
        && expression(part)
            .fields()
            .collect(Collectors.toSet())
            .containsAll(filter.expression().fields().toList());
  }

  /** The field that is the time as it is where it is not blank, or {@link Row#NO_FIELD}. */
  public int timeField() {
    return leadingField(written.time());
  }

  /** The field that is the identity of a row where it is not blank, or {@link Row#NO_FIELD}. */
  public int itemIdField() {
    return leadingField(written.itemId());
  }

  private Expression expression(KeyPart part) {
    return switch (part) {
      case TENANT -> written.tenant();
      case USER -> written.user();
      case RESOURCE -> written.resource();
    };
  }

  private int leadingField(Expression expression) {
    return expression == null || expression.leadingField() == null
        ? Row.NO_FIELD
        : fields.indexOf(expression.leadingField());
  }

  private <T> KnownValues<T> memory(Stream<Expression> expressions) {
    List<String> used = expressions.flatMap(Expression::fields).toList();
    return new KnownValues<>(positions(used.stream()), positions(columnsOf(used)));
  }

  private Stream<String> columnsOf(List<String> used) {
    return used.stream().flatMap(field -> written.openedFor(field).stream());
  }

  private int[] positions(Stream<String> used) {
    return used.distinct().mapToInt(fields::indexOf).toArray();
  }

  private static List<Filter> filters(List<Condition> conditions, Values values) {
    return conditions.stream()
        .map(condition -> Filter.of(condition, values.of(condition.value())))
        .toList();
  }
}
