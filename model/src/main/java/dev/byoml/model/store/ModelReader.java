package dev.byoml.model.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.Communities;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.store.TenantFormat.TrainingScores;
import dev.byoml.model.store.file.AlgorithmFormat;
import dev.byoml.model.store.file.AvroFiles;
import dev.byoml.model.store.file.EntityFormat;
import dev.byoml.model.store.file.KnownAccessesFormat;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.tenant.ScoreQuantiles;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a model folder. */
public final class ModelReader {
  /** Whose manifest says everything of every tenant but its training scores. */
  private static final int FIRST_VERSION = 1;

  /** A member that no manifest without a digest had. */
  private static final String GAPS = "gaps";

  private final ModelFolder folder;
  private final ModelManifest manifest;
  private final Map<String, ModelFile> files = new HashMap<>();
  private final Map<String, TenantSummary> firstVersion = new HashMap<>();
  private final Map<String, SoftReference<Map<String, TenantEntry>>> shared = new HashMap<>();
  private Map<String, TrainingScores> trainingScores;

  private ModelReader(ModelFolder folder, ModelManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
    manifest.files().forEach(file -> files.put(file.name(), file));
    if (manifest.formatVersion() == FIRST_VERSION) {
      manifest.tenants().forEach(summary -> firstVersion.put(summary.tenant(), summary));
    }
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
      if (version < FIRST_VERSION || version > ModelManifest.FORMAT_VERSION) {
        throw new ModelException(
            "the model in %s has format version %d; this program reads versions %d to %d"
                .formatted(
                    folder.location(), version, FIRST_VERSION, ModelManifest.FORMAT_VERSION));
      }
      boolean mayBeUnsealed = version == FIRST_VERSION && isFromBeforeSeals(root);
      if (!ManifestSeal.isWhole(json) && !mayBeUnsealed) {
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
    Optional<TenantEntry> entry = entry(tenant);
    return entry.isPresent() ? Optional.of(read(entry.get())) : Optional.empty();
  }

  /**
   * What the model says of one tenant. Reads nothing of others but what stands in the same file.
   *
   * @return the summary, or nothing if training did not see the tenant
   * @throws IOException if the folder cannot be read or is damaged
   */
  public Optional<TenantSummary> summary(String tenant) throws IOException {
    return entry(tenant).map(TenantEntry::summary);
  }

  /**
   * What the model says of every tenant, in the order of their ids. Reads all that tenants share.
   *
   * @throws IOException if the folder cannot be read or is damaged
   */
  public List<TenantSummary> tenants() throws IOException {
    return manifest.namesEveryTenant() ? manifest.tenants() : tenantsIn(folder, manifest.files());
  }

  /**
   * The manifest, with every tenant however many there are. Reads all that tenants share.
   *
   * @throws IOException if the folder cannot be read or is damaged
   */
  public ModelManifest manifestOfEveryTenant() throws IOException {
    return manifest.namesEveryTenant() ? manifest : manifest.withTenants(tenants());
  }

  /** The summaries that stand in these files, in the order of the tenants' ids. */
  static List<TenantSummary> tenantsIn(ModelFolder folder, List<ModelFile> files)
      throws IOException {
    List<TenantSummary> summaries = new ArrayList<>();
    for (ModelFile file : files) {
      AvroFiles.read(
          folder, file, TenantEntry.Format.INSTANCE, entry -> summaries.add(entry.summary()));
    }
    summaries.sort(Comparator.comparing(TenantSummary::tenant));
    return summaries;
  }

  private Optional<TenantEntry> entry(String tenant) throws IOException {
    if (manifest.formatVersion() == FIRST_VERSION) {
      TenantSummary summary = firstVersion.get(tenant);
      return summary == null
          ? Optional.empty()
          : Optional.of(new TenantEntry(summary, trainingScores(tenant), Optional.empty()));
    }
    ModelFile file = files.get(TenantFiles.shared(tenant));
    return file == null ? Optional.empty() : Optional.ofNullable(entries(file).get(tenant));
  }

  /** The entries of a file, read again only if there was no room to keep them. */
  private synchronized Map<String, TenantEntry> entries(ModelFile file) throws IOException {
    SoftReference<Map<String, TenantEntry>> kept = shared.get(file.name());
    Map<String, TenantEntry> entries = kept == null ? null : kept.get();
    if (entries == null) {
      Map<String, TenantEntry> read = new HashMap<>();
      AvroFiles.read(
          folder,
          file,
          TenantEntry.Format.INSTANCE,
          entry -> read.put(entry.summary().tenant(), entry));
      shared.put(file.name(), new SoftReference<>(read));
      entries = read;
    }
    return entries;
  }

  private TenantModel read(TenantEntry entry) throws IOException {
    TenantSummary tenant = entry.summary();
    Side users = new Side(tenant.users(), tenant.rank());
    Side resources = new Side(tenant.resources(), tenant.rank());
    Rows rows = new Rows(tenant);
    Optional<byte[]> state;
    if (entry.content().isPresent()) {
      TenantEntry.Content content = entry.content().get();
      content.users().forEach(users::add);
      content.resources().forEach(resources::add);
      content.knownAccesses().forEach(rows::add);
      state = content.state();
    } else {
      String id = tenant.tenant();
      AvroFiles.read(folder, file(tenant, TenantFiles.users(id)), EntityFormat.USERS, users::add);
      AvroFiles.read(
          folder, file(tenant, TenantFiles.resources(id)), EntityFormat.RESOURCES, resources::add);
      AvroFiles.read(
          folder,
          file(tenant, TenantFiles.knownAccesses(id)),
          KnownAccessesFormat.INSTANCE,
          rows::add);
      state = state(tenant);
    }
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
            entry.trainingScores().stream().mapToDouble(Double::doubleValue).toArray()),
        tenant.objective(),
        tenant.quality(),
        state.isPresent()
            ? Optional.of(
                AlgorithmStates.read(
                    accesses, manifest.parameters(), userFactors, resourceFactors, state.get()))
            : Optional.empty());
  }

  private Optional<byte[]> state(TenantSummary tenant) throws IOException {
    if (!tenant.hasFileOfAlgorithm()) {
      return Optional.empty();
    }
    List<byte[]> states = new ArrayList<>();
    AvroFiles.read(
        folder,
        file(tenant, TenantFiles.algorithm(tenant.tenant())),
        AlgorithmFormat.INSTANCE,
        states::add);
    return Optional.of(states.get(0));
  }

  private synchronized List<Double> trainingScores(String tenant) throws IOException {
    if (trainingScores == null) {
      ModelFile file = files.get(TenantFiles.TENANTS);
      if (file == null) {
        throw unnamed(TenantFiles.TENANTS);
      }
      Map<String, TrainingScores> read = new HashMap<>();
      AvroFiles.read(
          folder, file, TenantFormat.INSTANCE, scores -> read.put(scores.tenant(), scores));
      trainingScores = read;
    }
    TrainingScores scores = trainingScores.get(tenant);
    if (scores == null) {
      throw new ModelException(
          "%s in %s knows no tenant %s".formatted(TenantFiles.TENANTS, folder.location(), tenant));
    }
    return scores.scores();
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

    Rows(TenantSummary tenant) {
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
