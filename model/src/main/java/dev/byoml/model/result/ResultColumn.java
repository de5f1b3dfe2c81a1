package dev.byoml.model.result;

import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
import java.util.Locale;
import java.util.function.Function;

/**
 * The columns of a result, in their order: as written to result files, and as declared by the Log
 * Analytics table {@code AnomalousResourceAccessResult_CL}.
 */
public enum ResultColumn {
  /** End of the scored window. */
  TIME_GENERATED("TimeGenerated", Type.DATETIME, Anomaly::timeGenerated),
  /** Same for the same window, model and access. */
  RECORD_ID("RecordId", Type.STRING, Anomaly::recordId),
  /** The organisation. */
  TENANT("Tenant", Type.STRING, Anomaly::tenant),
  /** The user. */
  ACTOR("Actor", Type.STRING, Anomaly::actor),
  /** What the user touched. */
  RESOURCE("Resource", Type.STRING, Anomaly::resource),
  /** Account name without its domain, or empty. */
  ACTOR_NAME("ActorName", Type.STRING, Anomaly::actorName),
  /** Domain of the account, or empty. */
  ACTOR_DOMAIN("ActorDomain", Type.STRING, Anomaly::actorDomain),
  /** Security identifier of the account, or empty. */
  ACTOR_SID("ActorSid", Type.STRING, Anomaly::actorSid),
  /** Name of the computer without its DNS domain, or empty. */
  HOST_NAME("HostName", Type.STRING, Anomaly::hostName),
  /** DNS domain of the computer, or empty. */
  DNS_DOMAIN("DnsDomain", Type.STRING, Anomaly::dnsDomain),
  /** Address the latest access came from, or empty. */
  IP_ADDRESS("IpAddress", Type.STRING, Anomaly::ipAddress),
  /** Standardised score, higher is more anomalous. */
  PREDICTED_SCORE("PredictedScore", Type.REAL, Anomaly::predictedScore),
  /** Share of training accesses that score lower, 0 to 100. */
  PERCENTILE("Percentile", Type.REAL, Anomaly::percentile),
  /** Label of the {@link Reason}. */
  REASON("Reason", Type.STRING, anomaly -> anomaly.reason().label()),
  /** Label of the {@link Severity}. */
  SEVERITY("Severity", Type.STRING, anomaly -> anomaly.severity().label()),

  /** How anomalous all that the actor did in the window is together. */
  ACTOR_SCORE("ActorScore", Type.REAL, Anomaly::actorScore),

  /** Number of accesses in the window. */
  ACCESS_COUNT("AccessCount", Type.LONG, Anomaly::accessCount),
  /** Time of the first access in the window. */
  FIRST_ACCESS("FirstAccess", Type.DATETIME, Anomaly::firstAccess),
  /** Time of the last access in the window. */
  LAST_ACCESS("LastAccess", Type.DATETIME, Anomaly::lastAccess),
  /** Why, as a JSON object. */
  EXPLANATION("Explanation", Type.DYNAMIC, Anomaly::explanation),
  /** The model that scored. */
  MODEL_ID("ModelId", Type.STRING, Anomaly::modelId);

  /** Types of Log Analytics columns that results use. */
  public enum Type {
    /** A UTC time. */
    DATETIME,
    /** A text. */
    STRING,
    /** A 64-bit floating-point number, never NaN or infinite. */
    REAL,
    /** A 64-bit whole number. */
    LONG,
    /** A JSON object. */
    DYNAMIC;

    /** The name Log Analytics has for the type. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String label;
  private final Type type;
  private final Function<Anomaly, Object> value;

  ResultColumn(String label, Type type, Function<Anomaly, Object> value) {
    this.label = label;
    this.type = type;
    this.value = value;
  }

  /** Name of the column. */
  public String label() {
    return label;
  }

  /** Type of the column. */
  public Type type() {
    return type;
  }

  /** What {@code anomaly} has in this column: an Instant, String, Double, Long, or JSON text. */
  Object valueOf(Anomaly anomaly) {
    return value.apply(anomaly);
  }
}
