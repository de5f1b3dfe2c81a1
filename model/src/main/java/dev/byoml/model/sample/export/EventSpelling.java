package dev.byoml.model.sample.export;

import dev.byoml.model.sample.activity.PlannedEvent;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.RandomKey;
import dev.byoml.model.sample.organization.RandomStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Spells planned events out: accounts in varying case, addresses in two notations, row ids. */
public final class EventSpelling {
  private static final double LOWER_CASE = 0.12;
  private static final double UPPER_CASE = 0.03;
  private static final double MAPPED_ADDRESS = 0.25;
  private static final int FIRST_EPHEMERAL_PORT = 49152;
  private static final int EPHEMERAL_PORTS = 16384;

  private final String tenantId;
  private final Instant midnight;
  private final RandomKey key;

  public EventSpelling(RandomKey key, String tenantId, LocalDate day) {
    this.key = key.of("spelling").of(day.toEpochDay());
    this.tenantId = tenantId;
    midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The event as the row that comes at that position of the day. */
  public SampleEvent spell(PlannedEvent planned, int position) {
    RandomStream random = key.of(position).stream();
    Account account = planned.account();
    double spelling = account.isUser() ? random.unit() : 1;
    boolean lower = spelling < LOWER_CASE;
    boolean upper = !lower && spelling < LOWER_CASE + UPPER_CASE;
    String domain = account.domain();
    String name = account.name();
    String address = planned.ipAddress();
    return new SampleEvent(
        tenantId,
        midnight.plusNanos(planned.nanoOfDay()),
        planned.kind(),
        account,
        lower ? domain.toLowerCase(Locale.ROOT) : domain,
        lower ? name.toLowerCase(Locale.ROOT) : upper ? name.toUpperCase(Locale.ROOT) : name,
        planned.share().server().computer(),
        planned.share(),
        planned.detail(),
        random.chance(MAPPED_ADDRESS) && !address.equals("-") ? "::ffff:" + address : address,
        FIRST_EPHEMERAL_PORT + random.below(EPHEMERAL_PORTS),
        0x10000L + random.below(0x7ffffff),
        random.uuid(),
        planned.isAccess());
  }
}
