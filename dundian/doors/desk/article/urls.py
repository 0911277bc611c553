"""Addresses of articles and their pledges."""

from django.urls import path

from . import views

urlpatterns = [
    path("p/<int:programme_id>/articles/", views.articles, name="pledges-articles"),
    path("p/<int:programme_id>/articles/<int:article_id>/", views.article, name="pledges-article"),
    path("p/<int:programme_id>/articles/<int:article_id>/remove/", views.remove, name="pledges-article-remove"),
    path("p/<int:programme_id>/speeches/<int:speech_id>/confirm/", views.confirm_speech, name="pledges-confirm-speech"),
    path("p/<int:programme_id>/speeches/<int:speech_id>/mark/", views.mark, name="pledges-mark"),
    path("p/<int:programme_id>/pledges/<int:pledge_id>/amend/", views.amend, name="pledges-amend"),
    path("p/<int:programme_id>/pledges/<int:pledge_id>/touch/<slug:act>/", views.touch, name="pledges-touch"),
]
