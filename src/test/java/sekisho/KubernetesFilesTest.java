package sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code deploy/kubernetes}: which object means which, by labels. */
class KubernetesFilesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void the_disruption_budget_is_of_the_deployments_pods() throws IOException {
    assertThat(labels(only("disruption-budget.yaml"), "/spec/selector/matchLabels"))
        .isNotEmpty()
        .satisfies(wanted -> assertThat(podLabels()).containsAllEntriesOf(wanted));
  }

  @Test
  void pods_are_spread_by_labels_that_they_have() throws IOException {
    JsonNode deployment = only("deployment.yaml");

    assertThat(
            labels(
                deployment,
                "/spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels"))
        .isNotEmpty()
        .satisfies(wanted -> assertThat(podLabels()).containsAllEntriesOf(wanted));
  }

  @Test
  void the_monitor_finds_the_service_of_the_metrics_and_no_other() throws IOException {
    Map<String, String> wanted = labels(only("service-monitor.yaml"), "/spec/selector/matchLabels");

    assertThat(all("service.yaml"))
        .hasSizeGreaterThan(1)
        .filteredOn(service ->
            labels(service, "/metadata/labels").entrySet().containsAll(wanted.entrySet()))
        .singleElement()
        .satisfies(service ->
            assertThat(service.at("/metadata/name").asText()).isEqualTo("sekisho-metrics"));
  }

  /** Those of the Deployment's own, and what kustomize adds to it. */
  private static Map<String, String> podLabels() throws IOException {
    Map<String, String> labels =
        new HashMap<>(labels(only("deployment.yaml"), "/spec/template/metadata/labels"));
    JsonNode added = only("kustomization.yaml").at("/labels/0");
    assertThat(added.path("includeSelectors").asBoolean()).isTrue();
    labels.putAll(labels(added, "/pairs"));
    return labels;
  }

  private static Map<String, String> labels(JsonNode object, String at) {
    Map<String, String> labels = new HashMap<>();
    object
        .at(JsonPointer.compile(at))
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  private static JsonNode only(String name) throws IOException {
    List<JsonNode> objects = all(name);
    assertThat(objects).hasSize(1);
    return objects.getFirst();
  }

  private static List<JsonNode> all(String name) throws IOException {
    return YAML.readerFor(JsonNode.class)
        .<JsonNode>readValues(Path.of("deploy/kubernetes", name).toFile())
        .readAll();
  }
}
