# Every command of the house. `make` alone lists them.
SHELL := /bin/bash
# A command that fails stops the recipe, also before a pipe.
.SHELLFLAGS := -eu -o pipefail -c
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run dev demo test check a11y bench mutants content hooks i18n migrate screenshots orca clean

help: ## Liste les commandes
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Installe tout dans .venv, sans rien demander
	@scripts/bootstrap runtime

setup-dev: ## La même chose, avec les outils de contrôle
	@scripts/bootstrap dev

run: setup ## Sert le site (PORT, DATABASE_URL)
	@exec $(BIN)/marchepied run

dev: setup ## Sert le site et recharge à chaque changement
	@exec $(BIN)/marchepied run --reload

demo: setup ## Sert le site avec des personnes inventées
	@exec $(BIN)/marchepied run --demo

check: setup-dev ## Contrôles rapides : style, types, imports, contenu, tests sans navigateur
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet webapp/templates webapp/exercises
	$(BIN)/marchepied content lint
	$(BIN)/pytest -q -n 2 -m "not a11y and not e2e and not slow and not orca"

test: setup-dev ## Tous les contrôles
	@scripts/browser
	@scripts/html_checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet webapp/templates webapp/exercises
	$(BIN)/marchepied content lint
	$(BIN)/pytest -n 2 --dist loadgroup -m "not orca"

a11y: setup-dev ## Accessibilité dans un vrai navigateur
	@scripts/browser
	@scripts/html_checker
	$(BIN)/pytest -n 2 --dist loadgroup tests/a11y -m "not orca"

orca: setup-dev ## Le lecteur d'écran Orca, à l'oreille seulement
	@scripts/browser
	@scripts/orca_setup
	$(BIN)/pytest tests/a11y -m orca -s

bench: setup-dev ## Toutes les mesures, en JSON dans var/bench
	@scripts/browser
	@mkdir -p var/bench
	@for script in benchmarks/[a-z]*.py; do name=$$(basename $$script .py); echo "== $$name"; $(BIN)/python $$script | tee var/bench/$$name.json; done

mutants: setup-dev ## Plante soixante fautes dans une copie et dit celles qu'aucun test ne voit (WORDS)
	$(BIN)/python -m tests.mutants.run $(WORDS)

content: setup-dev ## Vérifie les exercices
	$(BIN)/marchepied content lint

hooks: setup-dev ## Contrôle les exercices à chaque commit de git
	@mkdir -p "$$(git rev-parse --git-path hooks)"
	@ln -sf "$(CURDIR)/scripts/pre-commit" "$$(git rev-parse --git-path hooks)/pre-commit"

i18n: setup-dev ## Met à jour les catalogues de traduction
	scripts/i18n

migrate: setup ## Met la base à jour
	$(BIN)/marchepied migrate

screenshots: setup-dev ## Refait les images du README depuis l'application
	@scripts/browser
	$(BIN)/python scripts/screenshots.py

clean: ## Enlève ce qui se refait
	rm -rf .venv var/bench .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
