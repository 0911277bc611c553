"""Coming in and one's own account. Of allauth only what this house uses: there is no sign-up and no mail."""

from allauth.account import views as account
from django.urls import include, path

from . import views

urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("me/", views.me, name="me"),
    path("me/language/", views.language, name="language"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/set/", account.password_set, name="account_set_password"),
    path("account/mfa/", include("allauth.mfa.urls")),
]
