package dev.byoml.transforms.schema;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.AccessCoders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * What the accesses of a user to a resource add up to, as a row: nothing is lost on the way there
 * and back. Times are text in ISO-8601, UTC, since rows know no nanoseconds.
 */
final class AccessRows {
  /** The row's fields. */
  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("tenant")
          .addStringField("user")
          .addStringField("resource")
          .addInt64Field("events")
          .addInt64Field("accesses")
          .addStringField("first_access")
          .addStringField("last_access")
          .addStringField("actor_name")
          .addStringField("actor_domain")
          .addStringField("actor_sid")
          .addStringField("host_name")
          .addStringField("dns_domain")
          .addStringField("ip_address")
          .addInt64Field("duplicates")
          .addArrayField("days", Schema.FieldType.INT32)
          .addArrayField("accesses_of_days", Schema.FieldType.INT64)
          .build();

  private AccessRows() {}

  /** Rows of summaries. */
  static PCollection<Row> of(PCollection<KV<AccessKey, AccessSummary>> summaries) {
    return summaries.apply("To rows", MapElements.via(new ToRow())).setRowSchema(SCHEMA);
  }

  /**
   * Summaries of rows.
   *
   * @throws IllegalArgumentException if the rows have other fields
   */
  static PCollection<KV<AccessKey, AccessSummary>> read(PCollection<Row> rows) {
    for (String field : SCHEMA.getFieldNames()) {
      if (!rows.getSchema().hasField(field)) {
        throw new IllegalArgumentException(
            "these rows are not accesses: they lack %s, and have %s"
                .formatted(field, rows.getSchema().getFieldNames()));
      }
    }
    return rows.apply("From rows", MapElements.via(new FromRow()))
        .setCoder(KvCoder.of(AccessCoders.KEY, AccessSummary.CODER));
  }

  private static final class ToRow extends SimpleFunction<KV<AccessKey, AccessSummary>, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row apply(KV<AccessKey, AccessSummary> summary) {
      AccessKey key = summary.getKey();
      AccessTotals totals = summary.getValue().totals();
      AccessEntities entities = totals.entities();
      DailyCounts days = summary.getValue().days();
      List<Integer> dayNumbers = new ArrayList<>();
      List<Long> counts = new ArrayList<>();
      for (int i = 0; i < days.size(); i++) {
        dayNumbers.add(days.day(i));
        counts.add(days.count(i));
      }
      return Row.withSchema(SCHEMA)
          .addValues(key.tenant(), key.user(), key.resource())
          .addValues(totals.events(), totals.count())
          .addValues(totals.first().toString(), totals.last().toString())
          .addValues(entities.actorName(), entities.actorDomain(), entities.actorSid())
          .addValues(entities.hostName(), entities.dnsDomain(), entities.ipAddress())
          .addValue(summary.getValue().duplicates())
          .addArray(dayNumbers)
          .addArray(counts)
          .build();
    }
  }

  private static final class FromRow extends SimpleFunction<Row, KV<AccessKey, AccessSummary>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<AccessKey, AccessSummary> apply(Row row) {
      return KV.of(
          new AccessKey(row.getString("tenant"), row.getString("user"), row.getString("resource")),
          new AccessSummary(
              new AccessTotals(
                  row.getInt64("events"),
                  row.getInt64("accesses"),
                  Instant.parse(row.getString("first_access")),
                  Instant.parse(row.getString("last_access")),
                  new AccessEntities(
                      row.getString("actor_name"),
                      row.getString("actor_domain"),
                      row.getString("actor_sid"),
                      row.getString("host_name"),
                      row.getString("dns_domain"),
                      row.getString("ip_address"))),
              row.getInt64("duplicates"),
              new DailyCounts(
                  row.<Integer>getArray("days").stream().mapToInt(Integer::intValue).toArray(),
                  row.<Long>getArray("accesses_of_days").stream()
                      .mapToLong(Long::longValue)
                      .toArray())));
    }
  }
}
