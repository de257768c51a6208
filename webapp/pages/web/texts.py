"""The words of the pages that explain: help, accessibility, privacy, credits, map of the site.

Sentences are short on purpose: these pages are read by the people the exercises are for.
Nothing is promised here that the product does not do.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from webapp.web.locale import FIRST_WORDS, french_words

LINK = Markup('<a href="{}">{}</a>')


@dataclass(frozen=True)
class Section:
    """A heading, then short sentences, one idea each."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SiteLink:
    """One line of the map of the site."""

    url: str
    text: str


@dataclass(frozen=True)
class LinkGroup:
    """Pages that go together."""

    heading: str
    links: tuple[SiteLink, ...]


def help_sections() -> tuple[Section, ...]:
    """The questions people ask first."""
    return (
        Section(
            _("Commencer"),
            (
                _("Allez à l’accueil. Appuyez sur « Commencer »."),
                _("Vous n’avez pas besoin de compte, ni d’adresse mail."),
                _("C’est gratuit."),
            ),
        ),
        Section(
            _("Répondre"),
            (
                _("Lisez la question, ou appuyez sur « Écouter »."),
                _("Choisissez une réponse, puis appuyez sur « Valider »."),
                _("Vous ne savez pas ? Appuyez sur « Je ne sais pas ». Ce n’est pas grave."),
                _("La question est impossible sur votre appareil ? Un bouton permet de la passer."),
            ),
        ),
        Section(
            _("S’arrêter et revenir"),
            (
                _("Vous pouvez arrêter à tout moment. Vos réponses sont gardées."),
                _("Revenez avec le même appareil, puis appuyez sur « Reprendre »."),
                _(
                    "Sur un autre appareil, il faut « Ma carte ». Vous la faites avec vos résultats."
                ),
                _("La carte d’un atelier ouvre un parcours. Elle ne rapporte pas vos réponses."),
                _("L’appareil n’est pas à vous ? Appuyez sur « Quitter et effacer mes traces »."),
            ),
        ),
        Section(
            _("Mieux voir, mieux entendre"),
            (
                _("En bas de chaque page, ouvrez « Affichage et son »."),
                _("Le texte devient plus grand. Les couleurs changent. La voix ralentit."),
                _("Le bouton « Écouter » n’est pas là ? Votre appareil n’a pas de voix."),
            ),
        ),
        Section(
            _("Parler à une personne"),
            (
                _("Demandez à la personne qui vous accompagne."),
                _("L’aide est gratuite dans un lieu France services."),
                escape(_("Dites, en français : « %(words)s »"))
                % {"words": french_words(FIRST_WORDS)},
                LINK.format(url_for("places.search"), _("Trouver une personne pour vous aider")),
            ),
        ),
    )


def accessibility_sections() -> tuple[Section, ...]:
    """Honest: what runs on each change, and what only people can say."""
    return (
        Section(
            _("Où nous en sommes"),
            (
                _("Ce service suit le RGAA, les règles françaises de l’accessibilité."),
                _("Des contrôles automatiques passent sur chaque page, à chaque changement."),
                _("Un audit par des personnes n’est pas encore fait."),
                _("La conformité n’est pas déclarée."),
            ),
        ),
        Section(
            _("Ce qui marche"),
            (
                _("Chaque exercice se fait au clavier ou avec un lecteur d’écran."),
                _("Il n’y a pas de chronomètre. Rien ne bouge pendant la lecture."),
                _("Tout marche sans JavaScript, sauf « Écouter » et « Imprimer »."),
                _("Un exercice impossible ne compte pas. Un autre le remplace, s’il existe."),
            ),
        ),
        Section(
            _("Ce qui n’est pas encore fait"),
            (
                _("Les essais avec NVDA, JAWS, VoiceOver et TalkBack ne sont pas faits."),
                _("Les essais avec des personnes concernées ne sont pas faits."),
                _("Les traductions sont faites par une machine. Personne ne les a relues."),
            ),
        ),
        Section(
            _("Quelque chose vous bloque ?"),
            (
                _("Appuyez sur « Je ne peux pas faire cet exercice ici »."),
                _("La raison est gardée. Cela n’est pas compté."),
                _("Pas de réponse ? Vous pouvez écrire au Défenseur des droits. C’est gratuit."),
            ),
        ),
    )


def privacy_sections() -> tuple[Section, ...]:
    """What is kept, where, who sees it, in the order people fear it."""
    return (
        Section(
            _("Ce que nous gardons"),
            (
                _("Vos réponses aux exercices et les leçons que vous faites."),
                _("Ce que vous voulez, si vous le dites. Personne d’autre ne le voit."),
                _("Vos réglages d’affichage et votre langue, sur cet appareil."),
                _("La façon de répondre : téléphone ou ordinateur, doigt ou clavier, écoute."),
                _("Un prénom, si vous l’écrivez pour votre conseiller ou votre conseillère."),
                _("Une adresse mail, si vous la donnez pour vos rappels de révision."),
                _("Nous ne demandons ni nom de famille, ni téléphone."),
            ),
        ),
        Section(
            _("Qui voit vos réponses"),
            (
                _("Vous."),
                _("Votre conseiller ou votre conseillère et son équipe, avec votre accord."),
                _("Leur liste montre votre étape et une phrase."),
                _("L’équipe voit aussi vos leçons, vos preuves et vos nouveaux tests."),
                _("Vous pouvez changer d’avis à tout moment."),
                _("Personne d’autre. Il n’y a pas de publicité."),
            ),
        ),
        Section(
            _("Les cookies"),
            (
                _("Un cookie est un petit fichier posé sur votre appareil."),
                _("Un cookie vous reconnaît, pour reprendre là où vous étiez."),
                _("Les autres gardent votre langue, vos réglages et l’aspect des pages."),
                _("Aucun ne suit vos visites sur d’autres sites."),
            ),
        ),
        Section(
            _("Sur un appareil partagé"),
            (
                _("Appuyez sur « Quitter et effacer mes traces » en bas de la page."),
                _("La personne suivante ne voit rien de vous."),
                _("Avec votre carte, n’importe qui verrait vos exercices. Gardez-la pour vous."),
            ),
        ),
    )


def credit_sections() -> tuple[Section, ...]:
    """Licences ask for it, and it is fair."""
    return (
        Section(
            _("Le service"),
            (
                _("Le code est libre, sous licence AGPL 3 ou plus récente."),
                _("Les personnes, les lieux et les marques des exercices sont inventés."),
            ),
        ),
        Section(
            _("Les lettres faciles à lire"),
            (
                _("La police Atkinson Hyperlegible Next vient du Braille Institute."),
                _("Elle est libre, sous licence OFL."),
            ),
        ),
        Section(
            _("Les pages vivantes"),
            (_("Les simulations utilisent htmx, un logiciel libre, licence 0BSD."),),
        ),
        Section(
            _("Les dessins"),
            (
                _("Les dessins et les pictogrammes sont faits pour ce service."),
                _("Ils ont la même licence que le code."),
            ),
        ),
        Section(
            _("Le papier"),
            (
                _("Les PDF sont faits avec typst, un logiciel libre."),
                _("Sa licence est Apache 2."),
            ),
        ),
    )


def papers_and_choices() -> tuple[LinkGroup, ...]:
    """What a person keeps, and what they decide."""
    return (
        LinkGroup(
            _("Mes papiers"),
            (
                SiteLink(url_for("guidance.mine"), _("Mes résultats")),
                SiteLink(url_for("workshops.home"), _("Les ateliers proposés")),
                SiteLink(url_for("recognition.sheet"), _("Ce que je sais faire, sur une feuille")),
                SiteLink(url_for("reviews.mine"), _("Mes révisions")),
                SiteLink(url_for("cards.mine"), _("Ma carte")),
                SiteLink(url_for("joining.code"), _("J’ai un code ou une carte")),
            ),
        ),
        LinkGroup(
            _("Mes choix"),
            (
                SiteLink(url_for("goals.mine"), _("Mon but")),
                SiteLink(url_for("joining.share"), _("Qui voit mon résultat ?")),
                SiteLink(url_for("accounts.my_data"), _("Mes données")),
                SiteLink(url_for("pages.display"), _("Affichage et son")),
                SiteLink(url_for("pages.language"), _("Langue")),
            ),
        ),
    )


def site_map() -> tuple[LinkGroup, ...]:
    """Every page that opens without a code."""
    return (
        LinkGroup(
            _("Apprendre"),
            (
                SiteLink(url_for("pages.home"), _("Accueil")),
                SiteLink("/code", _("J’ai un code ou une carte")),
                SiteLink("/lecons", _("Les leçons")),
                SiteLink("/ce-que-je-sais-faire", _("Ce que je sais faire")),
                SiteLink("/pres-de-chez-moi", _("Trouver une personne pour vous aider")),
                SiteLink("/mes-resultats", _("Mes résultats")),
            ),
        ),
        LinkGroup(
            _("Régler et comprendre"),
            (
                SiteLink(url_for("pages.display"), _("Affichage et son")),
                SiteLink(url_for("pages.language"), _("Langue")),
                SiteLink(url_for("pages.help"), _("Aide")),
                SiteLink(url_for("pages.accessibility"), _("Accessibilité")),
                SiteLink(url_for("pages.privacy"), _("Vie privée")),
                SiteLink(url_for("pages.credits"), _("Crédits")),
            ),
        ),
        LinkGroup(
            _("Accompagner"),
            (
                SiteLink("/conseil", _("Je suis conseiller ou conseillère")),
                SiteLink(
                    url_for("pages.measuring"),
                    _("Comment Marchepied mesure (pour les professionnels)"),
                ),
            ),
        ),
    )
