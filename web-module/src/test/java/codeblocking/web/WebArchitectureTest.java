package codeblocking.web;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import codeblocking.web.problem.Problems;
import codeblocking.web.signin.CurrentCaller;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What web may know of, and what every edge in it must do. */
final class WebArchitectureTest {
  private static final JavaClasses WEB =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("codeblocking.web");

  @Test
  void web_does_not_touch_the_docker_client() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(WEB);
  }

  @Test
  void only_the_git_host_knows_jgit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("codeblocking.web.git")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jgit..")
        .check(WEB);
  }

  @Test
  void web_speaks_to_ports_and_not_to_the_database() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Problems.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("codeblocking.ledger..", "jakarta.persistence..", "java.sql..")
        .check(WEB);
  }

  @Test
  void time_comes_from_the_clock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(WEB);
  }

  @Test
  void nothing_is_printed() {
    noClasses().should().accessField(System.class, "out").check(WEB);
    noClasses().should().accessField(System.class, "err").check(WEB);
  }

  @Test
  void a_resource_is_a_bean_and_holds_no_file_system_or_threads() {
    classes()
        .that()
        .areAnnotatedWith(Path.class)
        .should()
        .beAnnotatedWith(Dependent.class)
        .check(WEB);
    noClasses()
        .that()
        .areAnnotatedWith(Path.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.util.concurrent..", "java.net.http..")
        .check(WEB);
  }

  @Test
  void every_call_asks_who_is_calling() {
    methods()
        .that(describe("answer a call", WebArchitectureTest::answersACall))
        .should(askWhoIsCalling())
        .check(WEB);
  }

  private static boolean answersACall(JavaMethod method) {
    return method.getOwner().isAnnotatedWith(Path.class)
        && method.getAnnotations().stream()
            .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
  }

  private static ArchCondition<JavaMethod> askWhoIsCalling() {
    return new ArchCondition<>("ask who is calling") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean asks =
            method.getMethodCallsFromSelf().stream()
                .anyMatch(
                    call ->
                        call.getTargetOwner().isEquivalentTo(CurrentCaller.class)
                            && call.getName().equals("get"));
        events.add(new SimpleConditionEvent(method, asks, method.getFullName() + " does not ask"));
      }
    };
  }
}
