package dev.byoml.model.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.Communities;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.store.TenantFormat.Statistics;
import dev.byoml.model.store.file.AlgorithmFormat;
import dev.byoml.model.store.file.AvroFiles;
import dev.byoml.model.store.file.EntityFormat;
import dev.byoml.model.store.file.KnownAccessesFormat;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.tenant.AlgorithmState;
import dev.byoml.model.tenant.ScoreQuantiles;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a model folder. */
public final class ModelReader {
  /** A member that no manifest without a digest had. */
  private static final String GAPS = "gaps";

  private final ModelFolder folder;
  private final ModelManifest manifest;
  private final Map<String, TenantSummary> summaries = new HashMap<>();
  private Map<String, Statistics> statistics;

  private ModelReader(ModelFolder folder, ModelManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
    manifest.tenants().forEach(summary -> summaries.put(summary.tenant(), summary));
  }

  /**
   * Opens a model and reads its manifest.
   *
   * @throws ModelMissingException if the folder holds no model
   * @throws ModelException if the manifest is damaged or of another format version
   * @throws IOException if the folder cannot be read
   */
  public static ModelReader open(ModelFolder folder) throws IOException {
    if (!folder.exists(ModelManifest.FILE)) {
      throw new ModelMissingException(folder.location());
    }
    String json;
    try (InputStream in = folder.open(ModelManifest.FILE)) {
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      JsonNode root = ModelJson.read(json, JsonNode.class);
      int version = root.path("formatVersion").asInt();
      if (version != ModelManifest.FORMAT_VERSION) {
        throw new ModelException(
            "the model in %s has format version %d; this program reads version %d"
                .formatted(folder.location(), version, ModelManifest.FORMAT_VERSION));
      }
      if (!ManifestSeal.isWhole(json) && !isFromBeforeSeals(root)) {
        throw new ModelException(
            "%s in %s is damaged or was edited: its digest is not that of its content"
                .formatted(ModelManifest.FILE, folder.location()));
      }
      return new ModelReader(folder, ModelJson.read(json, ModelManifest.class));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "%s in %s is damaged: %s"
              .formatted(ModelManifest.FILE, folder.location(), e.getMessage()),
          e);
    }
  }

  /** Whether a manifest has the members that one without a digest had, and no others. */
  private static boolean isFromBeforeSeals(JsonNode manifest) {
    Set<String> known =
        Arrays.stream(ModelManifest.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !name.equals(GAPS))
            .collect(Collectors.toSet());
    Set<String> members = new HashSet<>();
    manifest.fieldNames().forEachRemaining(members::add);
    return members.equals(known);
  }

  /** The manifest. */
  public ModelManifest manifest() {
    return manifest;
  }

  /**
   * Reads the model of one tenant.
   *
   * @return the model, or nothing if training did not see the tenant
   * @throws ModelException if a file is missing or not the one that the manifest names
   * @throws IOException if the folder cannot be read
   */
  public Optional<TenantModel> tenant(String tenant) throws IOException {
    TenantSummary summary = summaries.get(tenant);
    return summary == null ? Optional.empty() : Optional.of(read(summary));
  }

  private TenantModel read(TenantSummary summary) throws IOException {
    Statistics tenant = statistics(summary.tenant());
    Side users = new Side(tenant.users(), tenant.rank());
    AvroFiles.read(
        folder, file(summary, TenantFiles.users(tenant.tenant())), EntityFormat.USERS, users::add);
    Side resources = new Side(tenant.resources(), tenant.rank());
    AvroFiles.read(
        folder,
        file(summary, TenantFiles.resources(tenant.tenant())),
        EntityFormat.RESOURCES,
        resources::add);
    Rows rows = new Rows(tenant);
    AvroFiles.read(
        folder,
        file(summary, TenantFiles.knownAccesses(tenant.tenant())),
        KnownAccessesFormat.INSTANCE,
        rows::add);
    AccessMatrix accesses =
        new AccessMatrix(
            tenant.tenant(),
            Collections.unmodifiableList(Arrays.asList(users.ids)),
            Collections.unmodifiableList(Arrays.asList(resources.ids)),
            new CompressedRows(tenant.resources(), rows.offsets, rows.columns, rows.likelihoods),
            rows.counts);
    Factors userFactors = new Factors(tenant.rank(), users.factors);
    Factors resourceFactors = new Factors(tenant.rank(), resources.factors);
    return new TenantModel(
        accesses,
        manifest.parameters(),
        userFactors,
        resourceFactors,
        new Communities(users.communities, resources.communities),
        new Standardization(tenant.mean(), tenant.standardDeviation(), tenant.lowestAffinity()),
        new ScoreQuantiles(
            tenant.trainingScores().stream().mapToDouble(Double::doubleValue).toArray()),
        tenant.objective(),
        tenant.quality(),
        state(summary, accesses, userFactors, resourceFactors));
  }

  private Optional<AlgorithmState> state(
      TenantSummary summary, AccessMatrix accesses, Factors users, Factors resources)
      throws IOException {
    String name = TenantFiles.algorithm(summary.tenant());
    if (summary.files().stream().noneMatch(file -> file.name().equals(name))) {
      return Optional.empty();
    }
    List<byte[]> states = new ArrayList<>();
    AvroFiles.read(folder, file(summary, name), AlgorithmFormat.INSTANCE, states::add);
    return Optional.of(
        AlgorithmStates.read(accesses, manifest.parameters(), users, resources, states.get(0)));
  }

  private synchronized Statistics statistics(String tenant) throws IOException {
    if (statistics == null) {
      Map<String, Statistics> read = new HashMap<>();
      ModelFile file =
          manifest.files().stream()
              .filter(candidate -> candidate.name().equals(TenantFiles.TENANTS))
              .findFirst()
              .orElseThrow(() -> unnamed(TenantFiles.TENANTS));
      AvroFiles.read(
          folder, file, TenantFormat.INSTANCE, record -> read.put(record.tenant(), record));
      statistics = read;
    }
    return Optional.ofNullable(statistics.get(tenant))
        .orElseThrow(
            () ->
                new ModelException(
                    "%s in %s knows no tenant %s"
                        .formatted(TenantFiles.TENANTS, folder.location(), tenant)));
  }

  private ModelFile file(TenantSummary summary, String name) throws ModelException {
    return summary.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unnamed(name));
  }

  private ModelException unnamed(String name) {
    return new ModelException(
        "%s in %s names no file %s".formatted(ModelManifest.FILE, folder.location(), name));
  }

  /** Users or resources, as they are read. */
  private static final class Side {
    private final String[] ids;
    private final int[] communities;
    private final float[] factors;

    Side(int size, int rank) {
      ids = new String[size];
      communities = new int[size];
      factors = new float[Math.multiplyExact(size, rank)];
    }

    void add(EntityFormat.Entity entity) {
      ids[entity.index()] = entity.id();
      communities[entity.index()] = entity.community();
      int length = entity.factors().length;
      System.arraycopy(entity.factors(), 0, factors, entity.index() * length, length);
    }
  }

  /** The rows of the access matrix, as they are read in the order of users. */
  private static final class Rows {
    private final int[] offsets;
    private final int[] columns;
    private final float[] likelihoods;
    private final int[] counts;

    Rows(Statistics tenant) {
      offsets = new int[tenant.users() + 1];
      columns = new int[tenant.accesses()];
      likelihoods = new float[tenant.accesses()];
      counts = new int[tenant.accesses()];
    }

    void add(KnownAccessesFormat.KnownAccesses user) {
      int start = offsets[user.user()];
      int length = user.resources().length;
      System.arraycopy(user.resources(), 0, columns, start, length);
      System.arraycopy(user.counts(), 0, counts, start, length);
      System.arraycopy(user.likelihoods(), 0, likelihoods, start, length);
      offsets[user.user() + 1] = start + length;
    }
  }
}
