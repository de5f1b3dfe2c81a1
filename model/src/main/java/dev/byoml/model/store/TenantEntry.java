package dev.byoml.model.store;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.store.file.AlgorithmFormat;
import dev.byoml.model.store.file.EntityFormat;
import dev.byoml.model.store.file.EntityFormat.Entity;
import dev.byoml.model.store.file.KnownAccessesFormat;
import dev.byoml.model.store.file.KnownAccessesFormat.KnownAccesses;
import dev.byoml.model.store.file.RecordFormat;
import dev.byoml.model.store.file.Schemas;
import dev.byoml.model.tenant.AlgorithmState;
import dev.byoml.model.tenant.TenantModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * What stands of one tenant in the file that it shares with others: what is said of it, and, unless
 * it is large enough for files of its own, its model.
 */
public final class TenantEntry {
  private final TenantSummary summary;
  private final List<Double> trainingScores;
  private final Optional<Content> content;

  /**
   * An entry.
   *
   * @param summary what the model says of the tenant
   * @param trainingScores distribution of the scores of its training accesses
   * @param content the records of its model, unless they stand in files of its own
   */
  TenantEntry(TenantSummary summary, List<Double> trainingScores, Optional<Content> content) {
    this.summary = requireNonNull(summary, "summary");
    this.trainingScores = List.copyOf(trainingScores);
    this.content = requireNonNull(content, "content");
  }

  /** What the model says of the tenant. */
  public TenantSummary summary() {
    return summary;
  }

  /** Distribution of the scores of its training accesses. */
  List<Double> trainingScores() {
    return trainingScores;
  }

  /** The records of its model, unless they stand in files of its own. */
  Optional<Content> content() {
    return content;
  }

  /** Whether the algorithm kept more than factors. */
  boolean isOfAlgorithm() {
    return summary.hasFileOfAlgorithm() || content.flatMap(Content::state).isPresent();
  }

  /** The same, with what thresholds mean for the tenant. */
  public TenantEntry withExpectedAlerts(ExpectedAlerts expectedAlerts) {
    return new TenantEntry(summary.withExpectedAlerts(expectedAlerts), trainingScores, content);
  }

  /** Name of the file that the tenant shares with others. */
  public String sharedFile() {
    return TenantFiles.shared(summary.tenant());
  }

  /** The entry as bytes, for the way between the machines of one run. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      Format.INSTANCE.write(this, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the entry of " + summary.tenant(), e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes()} gave.
   *
   * @throws UncheckedIOException if it is something else
   */
  public static TenantEntry ofBytes(byte[] bytes) {
    try {
      return Format.INSTANCE.read(DecoderFactory.get().binaryDecoder(bytes, null));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a tenant's entry", e);
    }
  }

  /**
   * The records of one tenant's model, for its own files or for one that tenants share.
   *
   * @param users the users, in the order of their indexes
   * @param resources the resources, in the order of their indexes
   * @param knownAccesses what each user touched, in the order of users
   * @param state what the algorithm kept beside factors, if anything
   */
  record Content(
      List<Entity> users,
      List<Entity> resources,
      List<KnownAccesses> knownAccesses,
      Optional<byte[]> state) {
    /** Checks that nothing is missing. */
    Content {
      requireNonNull(users, "users");
      requireNonNull(resources, "resources");
      requireNonNull(knownAccesses, "knownAccesses");
      requireNonNull(state, "state");
    }

    /** The records of a model. */
    static Content of(TenantModel model) {
      AccessMatrix accesses = model.accesses();
      return new Content(
          IntStream.range(0, accesses.users().size()).mapToObj(user -> user(model, user)).toList(),
          IntStream.range(0, accesses.resources().size())
              .mapToObj(resource -> resource(model, resource))
              .toList(),
          IntStream.range(0, accesses.users().size())
              .mapToObj(user -> knownAccesses(model, user))
              .toList(),
          model.state().map(AlgorithmState::bytes));
    }

    /** The record of a user. */
    static Entity user(TenantModel model, int user) {
      return new Entity(
          user,
          model.accesses().users().get(user),
          model.communities().userCommunity(user),
          model.userFactors().row(user));
    }

    /** The record of a resource. */
    static Entity resource(TenantModel model, int resource) {
      return new Entity(
          resource,
          model.accesses().resources().get(resource),
          model.communities().resourceCommunity(resource),
          model.resourceFactors().row(resource));
    }

    /** The record of what a user touched. */
    static KnownAccesses knownAccesses(TenantModel model, int user) {
      CompressedRows rows = model.accesses().likelihoods();
      return new KnownAccesses(
          user,
          rows.rowStart(user),
          rows.rowEnd(user),
          rows.columns(),
          model.accesses().counts(),
          rows.values());
    }
  }

  /** What a model says of each tenant, in the files that tenants share. */
  static final class Format extends RecordFormat<TenantEntry> {
    static final Format INSTANCE = new Format();

    private Format() {
      super(Schemas.TENANT_ENTRY);
    }

    @Override
    public void write(TenantEntry entry, Encoder out) throws IOException {
      Optional<Content> content = entry.content();
      out.writeString(entry.summary().tenant());
      out.writeString(ModelJson.write(entry.summary()));
      writeAll(entry.trainingScores(), (score, to) -> to.writeDouble(score), out);
      writeAll(content.map(Content::users).orElse(List.of()), EntityFormat.USERS::write, out);
      writeAll(
          content.map(Content::resources).orElse(List.of()), EntityFormat.RESOURCES::write, out);
      writeAll(
          content.map(Content::knownAccesses).orElse(List.of()),
          KnownAccessesFormat.INSTANCE::write,
          out);
      writeAll(
          content.flatMap(Content::state).map(List::of).orElse(List.of()),
          AlgorithmFormat.INSTANCE::write,
          out);
    }

    @Override
    public TenantEntry read(Decoder in) throws IOException {
      String tenant = in.readString();
      TenantSummary summary = summary(tenant, in.readString());
      List<Double> trainingScores = readAll(Decoder::readDouble, in);
      List<Entity> users = readAll(EntityFormat.USERS::read, in);
      List<Entity> resources = readAll(EntityFormat.RESOURCES::read, in);
      List<KnownAccesses> knownAccesses = readAll(KnownAccessesFormat.INSTANCE::read, in);
      List<byte[]> states = readAll(AlgorithmFormat.INSTANCE::read, in);
      return new TenantEntry(
          summary,
          trainingScores,
          users.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Content(users, resources, knownAccesses, states.stream().findFirst())));
    }

    private static TenantSummary summary(String tenant, String json) throws IOException {
      try {
        TenantSummary summary = ModelJson.read(json, TenantSummary.class);
        if (summary.tenant().equals(tenant)) {
          return summary;
        }
      } catch (IllegalArgumentException e) {
        throw new IOException("there is no summary of tenant " + tenant, e);
      }
      throw new IOException("the summary of tenant %s is of another".formatted(tenant));
    }
  }
}
